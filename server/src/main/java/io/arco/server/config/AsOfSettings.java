package io.arco.server.config;

/**
 * Former states in memory, for each workspace.
 *
 * @param commits how far back states are kept as commits pass
 * @param states built for callers, kept at once
 * @param memoryBytes of all of them, by estimate
 * @param snapshots built for queries, kept at once
 */
public record AsOfSettings(
    @Setting(
            text =
                "How many commits back former states of a workspace are kept as commits pass, so"
                    + " that a read as of one of them is quick; each 32nd is.",
            fallback = "20000",
            max = 10_000_000)
        int commits,
    @Setting(
            text = "Former states of a workspace that were built for a read, kept at once.",
            fallback = "64",
            min = 1,
            max = 10_000)
        int states,
    @Setting(
            text =
                "Memory for the former states of a workspace, in bytes, by estimate: half for"
                    + " those kept as commits pass, half for those built. The one built last is"
                    + " kept even if it is larger.",
            fallback = "268435456")
        long memoryBytes,
    @Setting(
            text =
                "Former snapshots that were made for queries, kept in a directory of this machine"
                    + " at once, for all workspaces.",
            fallback = "16",
            min = 1,
            max = 1_000)
        int snapshots) {}
