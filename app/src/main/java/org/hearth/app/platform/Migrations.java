package org.hearth.app.platform;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.stereotype.Component;

/**
 * Brings the database to the shape that the rooms need. Each room has its folder of migrations and its own schema; the
 * number before the dot in a migration's version is the room's, so that a lower room may add one later.
 */
@Component
public class Migrations {

    private static final List<String> ROOMS = List.of(
            "platform",
            "access",
            "region",
            "registry",
            "chain",
            "exchange",
            "benefit",
            "monitoring",
            "casework",
            "outreach",
            "familysearch",
            "visits",
            "childcare",
            "disaster",
            "packs",
            "bulletin",
            "winter");

    Migrations(Database.Address address) {
        Flyway.configure()
                .dataSource(address.url(), address.owner(), address.ownerPassword())
                .locations(ROOMS.stream().map(room -> "classpath:db/" + room).toArray(String[]::new))
                .defaultSchema("platform")
                .table("migration")
                .createSchemas(true)
                .outOfOrder(true)
                .validateMigrationNaming(true)
                .failOnMissingLocations(false)
                .load()
                .migrate();
    }
}
