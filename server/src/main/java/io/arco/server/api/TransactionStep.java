package io.arco.server.api;

import io.arco.catalog.CatalogCommand.Create;
import io.arco.catalog.CatalogCommand.PurgeDropped;
import io.arco.catalog.CatalogCommand.RequireEntity;
import io.arco.catalog.EntityKind;
import io.arco.ledger.Command;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.manifest.NewManifest;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.api.TransactionBody.Precondition;
import io.arco.server.api.TransactionBody.Step;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One operation of a transaction as commands. Problems name places within the operation: {@code
 * field} is a JSON pointer that begins at it.
 */
final class TransactionStep {
  private final Step said;
  private final TransactionVerb verb;
  private final EntityKind kind;

  /**
   * Takes what was said.
   *
   * @throws ProblemException INVALID_REQUEST
   */
  TransactionStep(Step said) {
    if (said == null || said.operation() == null) {
      throw problem("A value is missing.", said == null ? "" : "/operation").asException();
    }
    TransactionVerb.Meaning meaning = TransactionVerb.BY_OPERATION.get(said.operation());
    if (meaning == null) {
      throw problem("A value is not one of those it can be.", "/operation")
          .with("value", RequestProblems.excerpt(said.operation()))
          .with("expected", List.copyOf(TransactionVerb.BY_OPERATION.keySet()))
          .asException();
    }
    this.said = said;
    this.verb = meaning.verb();
    this.kind = verb == TransactionVerb.REQUIRE ? said.kind() : meaning.kind();
    checkPlaces();
  }

  private void checkPlaces() {
    boolean requires = verb == TransactionVerb.REQUIRE;
    refuseUnless(requires, "/kind", said.kind());
    refuseUnless(kind != null || requires || isOfDropped(), "/path", said.path());
    refuseUnless(kind != null || requires, "/precondition", said.precondition());
    boolean takesNoBody = verb == TransactionVerb.DELETE || verb == TransactionVerb.PURGE;
    refuseUnless(!takesNoBody && !requires, "/body", said.body());
    refuseUnless(verb == TransactionVerb.DELETE, "/purge", said.purge());
    boolean knowsForce =
        verb == TransactionVerb.ALTER
            ? kind == EntityKind.TABLE
            : verb == TransactionVerb.DELETE && kind != null && holdsOthers(kind);
    refuseUnless(knowsForce, "/force", said.force());
    if (requires && kind == null) {
      throw problem("A value is missing.", "/kind").asException();
    }
    if (requires && said.precondition() == null) {
      throw problem("A value is missing.", "/precondition").asException();
    }
    checkPrecondition(said.precondition());
  }

  private boolean isOfDropped() {
    return verb == TransactionVerb.UNDROP || verb == TransactionVerb.PURGE;
  }

  private static boolean holdsOthers(EntityKind kind) {
    for (EntityKind other : EntityKind.values()) {
      if (other.parent() == kind) {
        return true;
      }
    }
    return false;
  }

  private static void refuseUnless(boolean allowed, String field, Object value) {
    if (!allowed && value != null) {
      throw problem("This has no place here.", field).asException();
    }
  }

  private static void checkPrecondition(Precondition it) {
    if (it == null) {
      return;
    }
    boolean absent = Boolean.TRUE.equals(it.mustNotExist());
    boolean present =
        Boolean.TRUE.equals(it.mustExist()) || it.id() != null || it.version() != null;
    if (absent == present) {
      throw problem("It is to be there, or not to be: one of the two.", "/precondition")
          .with("expected", "mustNotExist, or any of mustExist, id, version")
          .asException();
    }
  }

  /** The word of the operation. */
  String operation() {
    return said.operation();
  }

  /** What it does. */
  TransactionVerb verb() {
    return verb;
  }

  /**
   * Its commands in order: that of the precondition, if it has one, and its own.
   *
   * @throws ProblemException what is wrong with it, at once or as a failure
   */
  Future<List<Command>> commands(CatalogCommands catalog) {
    boolean force = Boolean.TRUE.equals(said.force());
    boolean purge = Boolean.TRUE.equals(said.purge());
    return switch (verb) {
      case CREATE -> {
        List<String> parents = names(kind.parent());
        yield inBody(body -> catalog.create(kind, parents, body))
            .map(create -> guarded(child(parents, create), create));
      }
      case PUT -> {
        List<String> names = names(kind);
        yield inBody(body -> catalog.put(names, body, false, null)).map(put -> guarded(names, put));
      }
      case ALTER -> {
        List<String> names = names(kind);
        yield inBody(body -> catalog.alter(kind, names, body, force, null))
            .map(alter -> guarded(names, alter));
      }
      case DELETE -> {
        List<String> names = names(kind);
        yield Future.succeededFuture(
            guarded(names, CatalogCommands.delete(kind, names, force, purge, null)));
      }
      case UNDROP -> {
        UUID id = dropped();
        yield inBody(body -> Future.succeededFuture(CatalogCommands.undrop(id, body)))
            .map(List::of);
      }
      case PURGE -> Future.succeededFuture(List.of(new PurgeDropped(dropped())));
      case REQUIRE -> Future.succeededFuture(List.of(requirement(names(kind))));
      case DEPLOY ->
          inBody(body -> Future.succeededFuture(new DeployManifest(body.as(NewManifest.class))))
              .map(List::of);
    };
  }

  private static List<String> child(List<String> parents, Create create) {
    List<String> names = new ArrayList<>(parents);
    names.add(create.name());
    return names;
  }

  private List<Command> guarded(List<String> names, Command command) {
    return said.precondition() == null ? List.of(command) : List.of(requirement(names), command);
  }

  private RequireEntity requirement(List<String> names) {
    Precondition it = said.precondition();
    return new RequireEntity(
        kind, names, Boolean.TRUE.equals(it.mustNotExist()), it.id(), it.version());
  }

  /** The path's names that lead to an entity of this kind, and no others; none to the top. */
  private List<String> names(EntityKind to) {
    List<EntityKind> lineage = to == null ? List.of() : to.lineage();
    return path(lineage.stream().map(EntityKind::text).toList(), PathNames::checked);
  }

  private UUID dropped() {
    return path(List.of("dropped"), (parameter, text) -> DroppedOperations.id(text)).get(0);
  }

  /** These parameters of the path, and no others. */
  private <T> List<T> path(List<String> parameters, BiFunction<String, String, T> reading) {
    Map<String, String> path = said.path() == null ? Map.of() : said.path();
    List<T> names = new ArrayList<>();
    TreeSet<String> unknown = new TreeSet<>(path.keySet());
    for (String parameter : parameters) {
      String name = path.get(parameter);
      if (name == null) {
        throw problem("A value is missing.", "/path/" + parameter).asException();
      }
      try {
        names.add(reading.apply(parameter, name));
      } catch (ProblemException e) {
        throw e.problem().with("field", "/path/" + parameter).asException();
      }
      unknown.remove(parameter);
    }
    if (!unknown.isEmpty()) {
      throw problem("The operation has no such path parameter.", "/path")
          .with("value", RequestProblems.excerpt(unknown.first()))
          .asException();
    }
    return names;
  }

  private <T> Future<T> inBody(Function<RequestBody, Future<T>> reading) {
    Future<T> read;
    try {
      read = reading.apply(RequestBody.of(said.body()));
    } catch (ProblemException e) {
      read = Future.failedFuture(e);
    }
    return read.recover(failure -> Future.failedFuture(below("/body", failure)));
  }

  /** The failure, its pointers continued from further up. */
  static Throwable below(String place, Throwable failure) {
    return failure instanceof ProblemException e
        ? below(place, e.problem()).asException()
        : failure;
  }

  /** The problem, its pointers continued from further up. */
  static Problem below(String place, Problem problem) {
    Problem moved = problem;
    if (problem.details().get("field") instanceof String field) {
      moved = moved.with("field", place + field);
    }
    if (problem.details().get("problems") instanceof List<?> problems) {
      moved = moved.with("problems", problems.stream().map(it -> belowOne(place, it)).toList());
    }
    return moved;
  }

  private static Object belowOne(String place, Object problem) {
    if (problem instanceof Map<?, ?> details && details.get("field") instanceof String field) {
      Map<Object, Object> moved = new LinkedHashMap<>(details);
      moved.put("field", place + field);
      return moved;
    }
    return problem;
  }

  private static Problem problem(String text, String field) {
    return Problem.of(ErrorCode.INVALID_REQUEST, text).with("field", field);
  }
}
