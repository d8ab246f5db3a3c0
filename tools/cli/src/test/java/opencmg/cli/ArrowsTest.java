package opencmg.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of docs/architecture.md, which no compiler checks. */
class ArrowsTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("opencmg");

    /** Module (the second part of a package name) to the modules that it may use. {@code cli} may use all of them. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("settings", Set.of()),
            Map.entry("certs", Set.of()),
            Map.entry("wire", Set.of()),
            Map.entry("http", Set.of()),
            Map.entry("launch", Set.of("settings")),
            Map.entry("tunnel", Set.of("http")),
            Map.entry("gateway", Set.of("settings", "launch", "http", "tunnel")),
            Map.entry("connectionpoint", Set.of("settings", "launch", "http", "tunnel")),
            Map.entry("mockmp", Set.of("settings", "launch", "http")),
            Map.entry("client", Set.of("settings", "certs", "launch")),
            Map.entry("diagnose", Set.of("settings", "certs", "launch", "client")),
            Map.entry(
                    "lab",
                    Set.of("settings", "certs", "launch", "wire", "gateway", "connectionpoint", "mockmp", "client")),
            Map.entry("bench", Set.of("settings", "certs", "launch", "client", "gateway")));

    /** Package of the gateway to the packages of it that it must not use: requests walk one way. */
    private static final Map<String, List<String>> INSIDE_THE_GATEWAY = Map.of(
            "refusal", List.of("site", "revocation", "identity", "admission", "forwarding", "edge", "admin"),
            "site", List.of("revocation", "identity", "admission", "forwarding", "edge", "admin"),
            "revocation", List.of("identity", "admission", "forwarding", "edge", "admin"),
            "identity", List.of("admission", "forwarding", "edge", "admin"),
            "admission", List.of("forwarding", "edge", "admin"),
            "forwarding", List.of("edge", "admin"));

    @Test
    void findsEveryModule() {
        Set<String> found = ALL.stream().map(ArrowsTest::module).collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsAll(ARROWS.keySet()).contains("cli");
    }

    @TestFactory
    Stream<DynamicTest> modulesSeeOnlyWhatTheyMay() {
        return ARROWS.entrySet().stream()
                .map(arrow -> DynamicTest.dynamicTest(arrow.getKey(), () -> noClasses()
                        .that()
                        .resideInAPackage("opencmg." + arrow.getKey() + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others(arrow.getKey(), arrow.getValue()))
                        .check(ALL)));
    }

    private static String[] others(String module, Set<String> allowed) {
        return Stream.concat(ARROWS.keySet().stream(), Stream.of("cli"))
                .filter(other -> !other.equals(module) && !allowed.contains(other))
                .map(other -> "opencmg." + other + "..")
                .toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> requestsWalkOneWayThroughTheGateway() {
        return INSIDE_THE_GATEWAY.entrySet().stream()
                .map(arrow -> DynamicTest.dynamicTest(arrow.getKey(), () -> noClasses()
                        .that()
                        .resideInAPackage("opencmg.gateway." + arrow.getKey() + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(arrow.getValue().stream()
                                .map(other -> "opencmg.gateway." + other + "..")
                                .toArray(String[]::new))
                        .check(ALL)));
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("opencmg.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void onlyHttpAndTheTunnelUseNetty() {
        noClasses()
                .that()
                // The load client of the benchmark takes CPU from what it measures.
                .resideOutsideOfPackages("opencmg.http..", "opencmg.tunnel..", "opencmg.bench.load..")
                // Two small classes have no other way: only Netty says why the mock site's server could not read a
                // request, and only Netty can keep a key for BoringSSL.
                .and()
                .doNotHaveFullyQualifiedName("opencmg.mockmp.http.UnreadableRequests")
                .and()
                .doNotHaveFullyQualifiedName("opencmg.gateway.edge.NativeKeyManager")
                .should()
                // Pieces of bodies pass through all hands: whoever holds one owns it, and Vert.x has no type for that.
                .dependOnClassesThat(resideInAPackage("io.netty..").and(not(simpleName("ByteBuf"))))
                .check(ALL);
    }

    @Test
    void onlyWhatSitsOnThePipelineUsesTheInternalsOfVertx() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "opencmg.http..", "opencmg.tunnel..", "opencmg.gateway.edge..", "opencmg.bench.load..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.core.internal.."))
                .check(ALL);
    }

    @Test
    void onlyMainClassesEndTheJvm() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(ALL);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = ALL.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(found -> found.getName())
                .toList();
        assertThat(unmarked).isEmpty();
    }

    @Test
    void onlyAdmissionMakesAdmitted() {
        JavaClass admitted = ALL.get("opencmg.gateway.admission.Admitted");
        Set<String> makers = admitted.getConstructors().stream()
                .flatMap(constructor -> constructor.getCallsOfSelf().stream())
                .map(JavaConstructorCall::getOriginOwner)
                .map(owner -> owner.getSimpleName())
                .collect(Collectors.toSet());
        assertThat(makers).containsExactly("Admission");
    }

    private static String module(JavaClass type) {
        return type.getPackageName().replaceFirst("^opencmg\\.", "").replaceFirst("\\..*", "");
    }
}
