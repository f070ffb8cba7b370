package io.arco.server.search;

import io.arco.ledger.WorkspaceState;
import java.util.List;

/**
 * A page of hits.
 *
 * @param hits in order
 * @param last the place of the last of them, behind which there are more; null: there are none
 * @param total how many there are on all pages
 * @param state what they were found in
 */
public record SearchResult(
    List<SearchHit> hits, SearchRequest.Place last, int total, WorkspaceState state) {}
