/** Commits: what they say, their bytes, and how they are chained. */
package io.arco.journal;
