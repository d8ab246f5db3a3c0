package opencmg.lab;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import opencmg.client.descriptor.LabFile;
import opencmg.launch.Loops;
import opencmg.settings.site.MpMode;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One lab in this JVM for all tests that only send requests to it; parameters of its type are that one. */
public final class SharedLab implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedLab.class))
                .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class);
    }

    /** A lab with its Vert.x and its directory; all three end with the test run. */
    public record Running(Vertx vertx, Path directory, Lab lab) implements AutoCloseable {

        static Running start() {
            Vertx vertx = Loops.forServers();
            try {
                Path directory = Files.createTempDirectory("opencmg-test-");
                LabOptions order = LabOptions.small(directory).with(new LabOptions.Site(MpMode.EHTTP, true, true));
                return new Running(vertx, directory, Lab.start(vertx, order, step -> {}));
            } catch (IOException e) {
                throw new IllegalStateException("no lab", e);
            }
        }

        public LabFile file() {
            return lab.file();
        }

        @Override
        public void close() throws IOException {
            lab.close();
            vertx.close().await();
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
