package opencmg.mockmp.scenarios;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.settings.site.RoleType;

/** The active rules; the first one that matches a request applies. The list is short, because every request scans it. Any thread. */
public final class Scenarios {

    /** Maximum number of rules. */
    public static final int MAX_SCENARIOS = 32;

    private static final class Rule {
        private final Scenario scenario;
        private final AtomicInteger remaining;

        private Rule(Scenario scenario) {
            this.scenario = scenario;
            this.remaining = new AtomicInteger(scenario.times() == 0 ? Integer.MAX_VALUE : scenario.times());
        }
    }

    private final Vertx vertx;
    private final CopyOnWriteArrayList<Rule> rules = new CopyOnWriteArrayList<>();

    public Scenarios(Vertx vertx, List<Scenario> initial) {
        this.vertx = vertx;
        replace(initial);
    }

    /** Replaces all rules. */
    public void replace(List<Scenario> scenarios) {
        if (scenarios.size() > MAX_SCENARIOS) {
            throw new IllegalArgumentException("more than " + MAX_SCENARIOS + " scenarios");
        }
        rules.clear();
        rules.addAll(scenarios.stream().map(Rule::new).toList());
    }

    /** Lists the rules that have not ended. */
    public List<Scenario> list() {
        return rules.stream()
                .filter(rule -> rule.remaining.get() > 0)
                .map(rule -> rule.scenario)
                .toList();
    }

    /** Creates the handler that runs before all others of a role. */
    public Handler<RoutingContext> handler(RoleType role) {
        return context -> match(role, context.normalizedPath())
                .ifPresentOrElse(scenario -> new FaultInjector(vertx, scenario).handle(context), context::next);
    }

    private Optional<Scenario> match(RoleType role, String path) {
        for (Rule rule : rules) {
            boolean matches = rule.scenario.matches(path)
                    && (rule.scenario.role().isEmpty() || rule.scenario.role().equals(role.name()));
            if (matches
                    && rule.remaining.getAndUpdate(count -> count == Integer.MAX_VALUE ? count : Math.max(0, count - 1))
                            > 0) {
                return Optional.of(rule.scenario);
            }
        }
        return Optional.empty();
    }
}
