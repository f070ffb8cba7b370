package io.arco.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a workspace must hold after what was answered: a plain model, by the ids in the answers, so
 * that it does not matter in which order concurrent answers are told. Only where everything beneath
 * an entity is one caller's own may that caller delete it with force. Thread-safe.
 */
final class Expectation {
  /** A request with the success it was answered with. */
  record Done(CatalogRequest request, CatalogAnswer answer) {}

  private final Map<String, Done> createdById = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> idsAt = new ConcurrentHashMap<>();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final Map<String, Done> doneByKey = new ConcurrentHashMap<>();
  private final Map<String, CatalogAnswer> refusedByKey = new ConcurrentHashMap<>();
  private final Violations violations;

  Expectation(Violations violations) {
    this.violations = violations;
  }

  /** Takes note of the first success of a request. */
  void succeeded(CatalogRequest request, CatalogAnswer answer) {
    Done done = new Done(request, answer);
    doneByKey.put(request.key(), done);
    if (request.isCreate()) {
      Done other = createdById.put(answer.id(), done);
      violations.check(other == null, "one id for two creates: " + other + " and " + done);
      idsAt
          .computeIfAbsent(request.entity(), path -> ConcurrentHashMap.newKeySet())
          .add(answer.id());
      return;
    }
    int deleted = 1;
    if (request.force()) {
      for (String id : liveBeneath(request.entity())) {
        deleted++;
        gone.add(id);
      }
    }
    gone.add(answer.id());
    violations.check(
        answer.json().path("deleted").asInt() == deleted,
        request + " should delete " + deleted + ", answered " + answer);
  }

  /** Takes note that a request was answered with "certainly not done". */
  void refused(CatalogRequest request, CatalogAnswer answer) {
    refusedByKey.put(request.key(), answer);
  }

  /** Checks that a repeated request is answered as it was first. */
  void repeated(CatalogRequest request, CatalogAnswer answer) {
    CatalogAnswer first = doneByKey.get(request.key()).answer();
    violations.check(
        answer.replayed()
            && answer.status() == first.status()
            && answer.text().equals(first.text())
            && answer.sequence() == first.sequence(),
        request + " was answered " + first + ", and when repeated " + answer);
  }

  private List<String> liveBeneath(String entity) {
    List<String> ids = new ArrayList<>();
    idsAt.forEach(
        (path, at) -> {
          if (path.startsWith(entity + "/")) {
            at.stream().filter(id -> !gone.contains(id)).forEach(ids::add);
          }
        });
    return ids;
  }

  /** Whether something should be at a path that one caller alone writes to. */
  boolean isLive(String entity) {
    return idsAt.getOrDefault(entity, Set.of()).stream().anyMatch(id -> !gone.contains(id));
  }

  /** The create whose entity should be at a path that one caller alone writes to. */
  Optional<Done> liveAt(String entity) {
    return idsAt.getOrDefault(entity, Set.of()).stream()
        .filter(id -> !gone.contains(id))
        .map(createdById::get)
        .findAny();
  }

  /** Every success so far. */
  List<Done> done() {
    return List.copyOf(doneByKey.values());
  }

  /** The creates whose entities should exist. */
  List<Done> live() {
    return createdById.values().stream()
        .filter(created -> !gone.contains(created.answer().id()))
        .toList();
  }

  /**
   * Compares what exists with what should.
   *
   * @param found what exists: the key of the request that made it, by id
   * @param unknown requests of which nobody knows: their effect may be there or not
   */
  void check(Map<String, String> found, List<CatalogRequest> unknown) {
    Set<String> mayBeThere = new HashSet<>();
    unknown.stream()
        .filter(CatalogRequest::isCreate)
        .forEach(request -> mayBeThere.add(request.key()));
    found.forEach(
        (id, key) -> {
          violations.check(!gone.contains(id), "deleted, and there again: " + id + " #" + key);
          violations.check(
              createdById.containsKey(id) || mayBeThere.contains(key),
              "nobody was told of "
                  + id
                  + " #"
                  + key
                  + ", answered "
                  + refusedByKey.getOrDefault(key, null));
        });
    Set<String> paths = new HashSet<>();
    for (Done done : live()) {
      String entity = done.request().entity();
      violations.check(paths.add(entity), "created twice: " + entity);
      boolean mayBeGone =
          unknown.stream().anyMatch(request -> !request.isCreate() && hits(request, entity));
      violations.check(
          mayBeGone || found.containsKey(done.answer().id()),
          "lost: " + done.request() + " answered " + done.answer());
    }
  }

  private static boolean hits(CatalogRequest delete, String entity) {
    return entity.equals(delete.entity())
        || (delete.force() && entity.startsWith(delete.entity() + "/"));
  }
}
