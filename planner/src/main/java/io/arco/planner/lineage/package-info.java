/**
 * What data was made from what: edges that succeeded tasks made, those that a manifest or a view
 * declares, and walks over both. Design: {@code docs/design/017-lineage.md}.
 */
package io.arco.planner.lineage;
