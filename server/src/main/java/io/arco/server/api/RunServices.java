package io.arco.server.api;

import io.arco.planner.run.RunLimits;
import io.arco.server.bus.DispatchClient;
import io.arco.server.dispatch.Dispatches;
import io.arco.server.history.RunHistory;
import io.arco.server.tasklog.TailCount;
import io.arco.server.tasklog.TaskLogs;
import io.arco.server.token.TaskTokens;

/**
 * What the operations on runs and those of workers work with.
 *
 * @param limits of runs
 * @param dispatch the way to who hands out tasks
 * @param dispatches tells what workers said last
 * @param tokens signs and verifies task tokens
 * @param logs of attempts
 * @param tails those that are followed live
 * @param history of runs that have left the state
 */
public record RunServices(
    RunLimits limits,
    DispatchClient dispatch,
    Dispatches dispatches,
    TaskTokens tokens,
    TaskLogs logs,
    TailCount tails,
    RunHistory history) {}
