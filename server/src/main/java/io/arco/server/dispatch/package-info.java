/**
 * Hands tasks to workers and watches over them, one {@link io.arco.server.dispatch.Dispatch} for
 * each open workspace: waiting polls, timers, heartbeats ({@code docs/design/011-runs.md}). {@link
 * io.arco.server.dispatch.Awakening} opens at start the workspaces in which runs are under way.
 */
package io.arco.server.dispatch;
