package org.hearth.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** A second process on a home: commits a row, says so, and stays until it is killed. */
final class OtherHearth {

    private OtherHearth() {}

    static void main(String[] arguments) throws SQLException, IOException {
        EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]));
        EmbeddedPostgresTest.run(server, server.owner(), "create table note as select 'confirmed' as words");
        System.out.println("confirmed");
        System.in.read();
    }
}
