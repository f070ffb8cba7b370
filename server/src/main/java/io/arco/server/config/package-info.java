/**
 * The one configuration tree: typed, defaults in code, overlaid by a file, the environment and
 * flags; unknown keys are refused.
 */
package io.arco.server.config;
