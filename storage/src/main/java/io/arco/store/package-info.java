/**
 * Object stores: one narrow interface, its implementations in memory and in a directory, and the
 * one place that builds keys.
 */
package io.arco.store;
