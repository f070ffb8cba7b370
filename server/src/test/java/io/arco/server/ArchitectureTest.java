package io.arco.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.arco.store.WorkspaceKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between modules, and what a module may not know. */
final class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests"))
          .importPackages("io.arco");

  private static final String PLANNER = "io.arco.planner..";
  private static final String SERVER = "io.arco.server..";

  /** The packages of the compactor module. */
  private static final List<String> COMPACTOR =
      List.of("io.arco.compactor..", "io.arco.gc..", "io.arco.repair..", "io.arco.verify..");

  /** What is neither server, compactor nor planner: the storage module (proto holds no classes). */
  private static final DescribedPredicate<JavaClass> STORAGE =
      resideInAPackage("io.arco..")
          .and(DescribedPredicate.not(resideInAnyPackage(and(COMPACTOR, PLANNER, SERVER))))
          .as("classes of storage");

  private static final DescribedPredicate<JavaClass> CORE =
      resideInAPackage("io.arco..")
          .and(DescribedPredicate.not(resideInAPackage(SERVER)))
          .as("classes of storage, planner and compactor");

  /** Of Vert.x, the core knows how to say "later" and nothing else. */
  private static final Set<String> FUTURES =
      Set.of("AsyncResult", "CompositeFuture", "Future", "Handler", "Promise", "Completable");

  private static final Map<String, Set<String>> HANDED_IN =
      Map.of(
          "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
          "java.time.Instant", Set.of("now"),
          "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
          "java.time.LocalDate", Set.of("now"),
          "java.time.LocalDateTime", Set.of("now"),
          "java.time.ZonedDateTime", Set.of("now"),
          "java.lang.Math", Set.of("random"),
          "java.util.UUID", Set.of("randomUUID"),
          "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
          "java.lang.Thread", Set.of("sleep"));

  private static String[] and(List<String> packages, String... more) {
    return Stream.concat(packages.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void storageUsesNoModuleAboveIt() {
    noClasses()
        .that(STORAGE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(and(COMPACTOR, PLANNER, SERVER))
        .check(ALL);
  }

  @Test
  void plannerAndCompactorUseStorageAlone() {
    noClasses()
        .that()
        .resideInAPackage(PLANNER)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(and(COMPACTOR, SERVER))
        .allowEmptyShould(true)
        .check(ALL);
    noClasses()
        .that()
        .resideInAnyPackage(and(COMPACTOR))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLANNER, SERVER)
        .check(ALL);
  }

  @Test
  void verticlesHttpAndTheEventBusLiveInTheServer() {
    DescribedPredicate<JavaClass> beyondFutures =
        resideInAPackage("io.vertx..")
            .and(
                DescribedPredicate.not(
                    DescribedPredicate.describe("futures", type -> isFuture(type))))
            .as("more of Vert.x than futures");
    noClasses().that(CORE).should().dependOnClassesThat(beyondFutures).check(ALL);
  }

  private static boolean isFuture(JavaClass type) {
    return type.getPackageName().equals("io.vertx.core") && FUTURES.contains(type.getSimpleName());
  }

  @Test
  void sqlAndHttpClientsLiveInTheServer() {
    noClasses()
        .that(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.duckdb..", "java.net.http..", "io.micrometer..")
        .check(ALL);
  }

  /** Netty is what the SDK's client runs on. */
  @Test
  void theSdkOfAwsIsKnownToTheStoreOfS3Alone() {
    noClasses()
        .that(CORE)
        .and(DescribedPredicate.not(resideInAPackage("io.arco.store.s3")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", "io.netty..")
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage(SERVER)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(ALL);
  }

  @Test
  void aClientOfADatabaseIsKnownInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.arco.server.postgres..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..")
        .check(ALL);
  }

  /** One guard judges the calls of every surface, so it is made for none. */
  @Test
  void whoCallsIsKnownWithoutHttpRoutesOrFlight() {
    noClasses()
        .that()
        .resideInAPackage("io.arco.server.auth..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.arco.server.api..",
            "io.arco.server.flight..",
            "io.vertx.ext.web..",
            "org.apache.arrow..")
        .check(ALL);
  }

  @Test
  void timeRandomnessAndWaitingAreHandedIn() {
    DescribedPredicate<JavaCall<?>> takenByItself =
        DescribedPredicate.describe(
            "take time, randomness or sleep by themselves", ArchitectureTest::isTaken);
    noClasses()
        .that(CORE)
        .and(DescribedPredicate.not(resideInAPackage("io.arco.runtime..")))
        .should()
        .callCodeUnitWhere(takenByItself)
        .check(ALL);
  }

  private static boolean isTaken(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    boolean makesRandom =
        call.getName().equals("<init>")
            && (owner.equals("java.util.Random") || owner.equals("java.security.SecureRandom"));
    return makesRandom || HANDED_IN.getOrDefault(owner, Set.of()).contains(call.getName());
  }

  @Test
  void keysOfAWorkspaceAreBuiltInOnePlace() {
    DescribedPredicate<JavaCall<?>> makesKeys =
        DescribedPredicate.describe(
            "make a folder of their own",
            call ->
                call.getName().equals("<init>")
                    && call.getTargetOwner().getName().equals("io.arco.store.Prefix")
                    && !call.getOriginOwner().getPackageName().startsWith("io.arco.store"));
    noClasses()
        .that(CORE)
        .and(DescribedPredicate.not(resideInAPackage("io.arco.store..")))
        .should()
        .callCodeUnitWhere(makesKeys)
        .check(ALL);
    classes()
        .that()
        .haveFullyQualifiedName(WorkspaceKeys.class.getName())
        .should()
        .resideInAPackage("io.arco.store")
        .check(ALL);
  }

  @Test
  void domainsKnowNoStore() {
    noClasses()
        .that()
        .resideInAPackage("io.arco.catalog..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.arco.store.ObjectStore")
        .check(ALL);
  }

  @Test
  void onlyTheServerOfTheServersPackagesWiresThem() {
    noClasses()
        .that()
        .resideInAPackage("io.arco.server.api..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.arco\\.server\\.[A-Z].*")
        .check(ALL);
  }
}
