package dev.corral;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rooms of the house, and who may call whom. */
class ModularityTests {
  /** Room, and the rooms that it may call. One that is not named here does not exist. */
  private static final Map<String, Set<String>> MAY_CALL =
      table(
          """
          shared:
          host:      shared
          storage:   host shared
          node:      host shared
          base:      node storage host shared
          placement:
          clone:     base node storage host placement shared
          audit:     shared
          engine:    audit shared
          operation: engine audit placement clone base node storage host shared
          security:  shared
          api:       operation engine security   audit placement clone base node storage shared
          ui:        operation engine security   audit placement clone base node storage shared
          """);

  /** Wing of the operation room, and the wings that it may call. */
  private static final Map<String, Set<String>> WINGS =
      table(
          """
          desk:
          power: desk
          clone: power desk
          base:  clone power desk
          node:  clone power desk
          herd:  node desk
          """);

  /** Room, and the tables that it owns: its SQL names these, and no other room's. */
  private static final Map<String, Set<String>> TABLES =
      table(
          """
          storage:   aside
          node:      node load_sample silence firewall one_time_password policy
          base:      base base_generation base_volume base_copy base_leftover room_promise
          placement: claim
          clone:     clone clone_authority evacuation file_removal leftover
          audit:     audit_entry
          engine:    operation step_attempt wait
          security:  app_user
          """);

  /** View that a room offers, and the rooms that may read it. */
  private static final Map<String, Set<String>> VIEWS =
      table(
          """
          operation_outline: clone
          claimed_disk:      base
          """);

  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|(?<![:\"])//[^\n\"]*$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern TEXT =
      Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

  /** A property has more parts than a table: corral.firewall.patience. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(?:from|join|into|update)\\s+(?:corral\\.)?(\\w+)|\\bcorral\\.(\\w+)(?![\\w.-])");

  private static final Pattern CREATED =
      Pattern.compile("create (?:table|view) (?:if not exists )?(?:corral\\.)?(\\w+)");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.corral");

  private static Map<String, Set<String>> table(String text) {
    Map<String, Set<String>> rooms = new LinkedHashMap<>();
    for (String line : text.strip().split("\n")) {
      String[] parts = line.split(":");
      rooms.put(
          parts[0],
          parts.length == 1 ? Set.of() : new TreeSet<>(List.of(parts[1].strip().split(" +"))));
    }
    return rooms;
  }

  /** The room of a class; empty for the front door (Application and its database) and others'. */
  private static String room(JavaClass type) {
    return part(type, "dev.corral.");
  }

  /** The wing of a class; empty for what is not in the operation room. */
  private static String wing(JavaClass type) {
    return part(type, "dev.corral.operation.");
  }

  private static String part(JavaClass type, String within) {
    String name = type.getPackageName();
    return name.startsWith(within) ? name.substring(within.length()).split("\\.")[0] : "";
  }

  @Test
  void everyRoomCallsOnlyThoseThatItMayCall() {
    assertThat(forbidden(ModularityTests::room, MAY_CALL)).isEmpty();
  }

  @Test
  void everyWingCallsOnlyThoseThatItMayCall() {
    assertThat(forbidden(ModularityTests::wing, WINGS)).isEmpty();
  }

  private static List<String> forbidden(
      Function<JavaClass, String> part, Map<String, Set<String>> may) {
    List<String> forbidden = new ArrayList<>();
    for (JavaClass type : PRODUCT) {
      String from = part.apply(type);
      if (from.isEmpty()) continue;
      for (Dependency call : type.getDirectDependenciesFromSelf()) {
        String to = part.apply(call.getTargetClass());
        if (!to.isEmpty() && !to.equals(from) && !may.get(from).contains(to))
          forbidden.add(from + " -> " + to + ": " + call.getDescription());
      }
    }
    return forbidden;
  }

  @Test
  void theTablesNameEveryRoomAndWingAndNoOther() {
    assertThat(MAY_CALL.keySet()).containsExactlyInAnyOrderElementsOf(parts(ModularityTests::room));
    assertThat(WINGS.keySet()).containsExactlyInAnyOrderElementsOf(parts(ModularityTests::wing));
  }

  private static Set<String> parts(Function<JavaClass, String> part) {
    return PRODUCT.stream().map(part).filter(p -> !p.isEmpty()).collect(Collectors.toSet());
  }

  @Test
  void theSqlOfARoomNamesOnlyItsOwnTablesAndTheViewsThatItMayRead() throws IOException {
    Map<String, String> owners = new HashMap<>();
    TABLES.forEach((room, tables) -> tables.forEach(t -> owners.put(t, room)));
    List<String> foreign = new ArrayList<>();
    for (Path source : files(".java", "src/main/java", "ui/java")) {
      String room = room(source);
      for (String table : tablesIn(Files.readString(source))) {
        boolean own = room.equals(owners.get(table));
        boolean offered = VIEWS.getOrDefault(table, Set.of()).contains(room);
        boolean known = owners.containsKey(table) || VIEWS.containsKey(table);
        if (known && !own && !offered) foreign.add(room + " -> " + table + ": " + source);
      }
    }
    assertThat(foreign).isEmpty();
  }

  @Test
  void theTablesNameEveryTableAndViewOfTheDatabase() throws IOException {
    Set<String> created = new TreeSet<>();
    for (Path migration : files(".sql", "src/main/resources/db/migration"))
      CREATED.matcher(Files.readString(migration)).results().forEach(r -> created.add(r.group(1)));
    Set<String> named = new TreeSet<>(VIEWS.keySet());
    TABLES.values().forEach(named::addAll);
    assertThat(created).isEqualTo(named);
  }

  @Test
  void tablesAreFoundInTextBlocksAndInPartsOfStatements() {
    String source =
        """
        /** corral.base is in a comment */
        sql.sql("select * from corral.clone c" + " join corral.claim k"); // from corral.wait
        sql.sql(\"""
            update node set x = (select 1 from corral.policy)\""");
        """;
    assertThat(tablesIn(source)).containsExactly("claim", "clone", "node", "policy");
  }

  private static String room(Path source) {
    String path = source.toString().replace('\\', '/');
    return path.substring(path.indexOf("dev/corral/") + "dev/corral/".length()).split("/")[0];
  }

  private static Set<String> tablesIn(String source) {
    Set<String> tables = new TreeSet<>();
    for (MatchResult text : TEXT.matcher(COMMENT.matcher(source).replaceAll("")).results().toList())
      NAMED
          .matcher(text.group(1) == null ? text.group(2) : text.group(1))
          .results()
          .forEach(r -> tables.add(r.group(1) == null ? r.group(2) : r.group(1)));
    return tables;
  }

  private static List<Path> files(String ending, String... folders) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : folders)
      try (var files = Files.walk(Path.of(folder))) {
        files.filter(f -> f.toString().endsWith(ending)).forEach(found::add);
      }
    return found;
  }

  @Test
  void everyOperationStandsInAWing() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("package-info")
        .should()
        .resideInAPackage("dev.corral.operation")
        .check(PRODUCT);
  }

  @Test
  void noRoomCallsTheFrontDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.corral")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.corral")
        .check(PRODUCT);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("dev.corral.(*)..").should().beFreeOfCycles().check(PRODUCT);
    slices().matching("dev.corral.operation.(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void onlyEngineOperationAndSecurityKnowTheProcessEngine() {
    only("org.camunda..", "engine", "operation", "security");
  }

  @Test
  void onlyUiAndSecurityKnowVaadin() {
    only("com.vaadin..", "ui", "security");
  }

  @Test
  void onlyHostTouchesMachines() {
    only("org.libvirt..", "host");
    only("com.jcraft..", "host");
    only("com.sun.jna..", "host");
  }

  private static void only(String library, String... rooms) {
    String[] packages =
        List.of(rooms).stream().map(r -> "dev.corral." + r + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(PRODUCT);
  }

  @Test
  void decidingAPlaceNeedsNothingButJava() {
    var decides =
        resideInAPackage("dev.corral.placement")
            .and(
                not(
                    simpleName("package-info")
                        .or(simpleName("Claims"))
                        .or(
                            new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("of them") {
                              @Override
                              public boolean test(JavaClass type) {
                                return type.getEnclosingClass()
                                    .filter(c -> c.getSimpleName().equals("Claims"))
                                    .isPresent();
                              }
                            })));
    classes()
        .that(decides)
        .should()
        .onlyDependOnClassesThat(resideInAPackage("java..").or(decides))
        .check(PRODUCT);
  }

  @Test
  void nothingIsInjectedIntoFields() {
    NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(PRODUCT);
  }

  @Test
  void noNameSaysNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl)(\\$.*)?")
        .check(PRODUCT);
  }
}
