package io.arco.server.config;

/**
 * How a journal in PostgreSQL is reached.
 *
 * @param password of the URL's user; never printed
 * @param passwordFile holds it in its first line, or empty
 * @param poolSize connections at once
 */
public record PostgresqlSettings(
    @Setting(
            text =
                "The password of the journal's database. Best set in the environment or left to"
                    + " `postgresql.passwordFile`: other users of the machine can see flags."
                    + " Never printed.",
            fallback = "",
            isSecret = true)
        String password,
    @Setting(
            text =
                "A file whose first line is the password of the journal's database, read at the"
                    + " start.",
            fallback = "")
        String passwordFile,
    @Setting(
            text = "Connections to the journal's database at once.",
            fallback = "8",
            min = 2,
            max = 100)
        int poolSize) {}
