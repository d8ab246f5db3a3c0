package opencmg.lab;

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

    /** Module to the modules that it may see. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "settings", Set.of(),
            "certs", Set.of(),
            "wire", Set.of(),
            "http1", Set.of(),
            "tunnel", Set.of(),
            "gateway", Set.of("settings", "http1", "tunnel"),
            "connectionpoint", Set.of("settings", "http1", "tunnel"),
            "mockmp", Set.of("settings"));

    /** Package of the gateway to the packages of it that it must not see: requests walk one way. */
    private static final Map<String, List<String>> INSIDE_THE_GATEWAY = Map.of(
            "refusal", List.of("http1", "site", "identity", "admission", "forwarding", "edge", "admin"),
            "http1", List.of("site", "identity", "admission", "forwarding", "edge", "admin"),
            "site", List.of("identity", "admission", "forwarding", "edge", "admin"),
            "identity", List.of("admission", "forwarding", "edge", "admin"),
            "admission", List.of("forwarding", "edge", "admin"),
            "forwarding", List.of("edge", "admin"));

    @Test
    void findsEveryModule() {
        Set<String> found = ALL.stream().map(ArrowsTest::module).collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsAll(ARROWS.keySet()).contains("lab");
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
        return Stream.concat(ARROWS.keySet().stream(), Stream.of("lab"))
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
    void onlyTheTunnelAndHttp1TouchNetty() {
        noClasses()
                .that()
                // The load client of the benchmark takes CPU from what it measures.
                .resideOutsideOfPackages(
                        "opencmg.tunnel..",
                        "opencmg.http1..",
                        "opencmg.gateway.http1..",
                        "opencmg.connectionpoint.http1..",
                        "opencmg.lab.bench.load..")
                // Two small classes have no other way: why the mock site's server could not read a request is told in
                // Netty's words alone, and only Netty can keep a key for BoringSSL.
                .and()
                .doNotHaveFullyQualifiedName("opencmg.mockmp.http.Unreadable")
                .and()
                .doNotHaveFullyQualifiedName("opencmg.gateway.edge.KeptKey")
                .should()
                // Pieces of bodies pass through all hands: whoever holds one owns it, for which Vert.x has no word.
                .dependOnClassesThat(resideInAPackage("io.netty..").and(not(simpleName("ByteBuf"))))
                .check(ALL);
    }

    @Test
    void onlyMainEndsTheJvm() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("opencmg.lab.Main")
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
