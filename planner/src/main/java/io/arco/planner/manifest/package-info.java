/**
 * What a workspace wants made: the assets of a manifest, how a deployed one is judged, and its
 * graph.
 */
package io.arco.planner.manifest;
