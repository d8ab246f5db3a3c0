package opencmg.mockmp.site;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;
import opencmg.mockmp.database.ReadOnlyQueries;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.BodyReader;
import opencmg.mockmp.http.RequestRefusedException;

/** One SELECT over the site database, as text. */
public final class QueryRoutes implements Consumer<Router> {

    private final ReadOnlyQueries queries;
    private final WorkerPool work;

    public QueryRoutes(ReadOnlyQueries queries, WorkerPool work) {
        this.queries = queries;
        this.work = work;
    }

    @Override
    public void accept(Router router) {
        router.post("/site/query").handler(this::query);
    }

    private void query(RoutingContext context) {
        String sql = BodyReader.text(context);
        work.run(() -> queries.run(sql))
                .recover(failure -> Future.failedFuture(
                        failure instanceof IllegalArgumentException
                                ? new RequestRefusedException(400, "Bad Request", String.valueOf(failure.getMessage()))
                                : failure))
                .compose(table -> Json.send(context, json(table)))
                .onFailure(context::fail);
    }

    private static JsonObject json(ReadOnlyQueries.Table table) {
        List<JsonArray> rows = table.rows().stream().map(JsonArray::new).toList();
        return new JsonObject().put("columns", new JsonArray(table.columns())).put("rows", new JsonArray(rows));
    }
}
