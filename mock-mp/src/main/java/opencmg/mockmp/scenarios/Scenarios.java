package opencmg.mockmp.scenarios;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.settings.site.RoleType;

/** The rules in force; the first that fits a request strikes it. Kept small: every request walks the list. */
public final class Scenarios {

    /** How many rules there can be. */
    public static final int MOST = 32;

    private static final class Rule {
        private final Scenario scenario;
        private final AtomicInteger left;

        private Rule(Scenario scenario) {
            this.scenario = scenario;
            this.left = new AtomicInteger(scenario.times() == 0 ? Integer.MAX_VALUE : scenario.times());
        }
    }

    private final Vertx vertx;
    private final CopyOnWriteArrayList<Rule> rules = new CopyOnWriteArrayList<>();

    public Scenarios(Vertx vertx, List<Scenario> first) {
        this.vertx = vertx;
        replace(first);
    }

    /** All of them at once. */
    public void replace(List<Scenario> scenarios) {
        if (scenarios.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " scenarios");
        }
        rules.clear();
        rules.addAll(scenarios.stream().map(Rule::new).toList());
    }

    public List<Scenario> list() {
        return rules.stream()
                .filter(rule -> rule.left.get() > 0)
                .map(rule -> rule.scenario)
                .toList();
    }

    /** Stands before every other handler of a role. */
    public Handler<RoutingContext> before(RoleType role) {
        return context -> struck(role, context.normalizedPath())
                .ifPresentOrElse(scenario -> new FaultInjector(vertx, scenario).handle(context), context::next);
    }

    private Optional<Scenario> struck(RoleType role, String path) {
        for (Rule rule : rules) {
            boolean fits = rule.scenario.strikes(path)
                    && (rule.scenario.role().isEmpty() || rule.scenario.role().equals(role.name()));
            if (fits && rule.left.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : Math.max(0, left - 1)) > 0) {
                return Optional.of(rule.scenario);
            }
        }
        return Optional.empty();
    }
}
