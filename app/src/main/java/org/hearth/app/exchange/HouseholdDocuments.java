package org.hearth.app.exchange;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.platform.Missing;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Person;
import org.hearth.app.registry.Registry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the register and the facts of one household together as the household document that the policy decides. */
@Component
class HouseholdDocuments {

    private final JdbcClient db;
    private final Registry registry;

    HouseholdDocuments(JdbcClient db, Registry registry) {
        this.db = db;
        this.registry = registry;
    }

    @Transactional(readOnly = true)
    ObjectNode of(UUID householdId, LocalDate on) {
        Household household = registry.household(householdId).orElseThrow(() -> new Missing("户家庭", "household"));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", householdId.toString());
        document.put("region", household.region().digits());
        document.put("residence", household.residence().code());
        document.put("on", on.toString());
        Map<UUID, ObjectNode> members = new HashMap<>();
        var list = document.putArray("members");
        household.members().forEach(member -> {
            Person person = member.person();
            ObjectNode node = list.addObject();
            node.put("id", person.id().toString());
            node.put("name", person.name());
            node.put("born", person.born().toString());
            node.put("sex", person.sex().name());
            node.put("relation", member.relation().code());
            LocalDate diedOn = person.diedOn();
            if (diedOn != null && !diedOn.isAfter(on)) {
                node.put("deceased", true);
            }
            members.put(person.id(), node);
        });
        household.strata().stream()
                .filter(held -> !held.since().isAfter(on))
                .map(held -> held.stratum().code())
                .distinct()
                .forEach(code -> document.withArray("holds").add(code));
        db.sql("""
                        select distinct on (person_id, kind, key) person_id, kind, value
                        from exchange.fact
                        where household_id = :household
                          and holds_on <= :on
                          and kind not in ('expenditure', 'deceased')
                        order by person_id, kind, key, holds_on desc, id desc
                        """).param("household", householdId).param("on", on).query(row -> {
            UUID person = row.getObject("person_id", UUID.class);
            ObjectNode about = person == null ? document : members.get(person);
            if (about != null) {
                put(about, row.getString("kind"), Intake.JSON.readTree(row.getString("value")));
            }
        });
        db.sql("""
                        select jsonb_strip_nulls(jsonb_build_object(
                                   'kind', value ->> 'kind',
                                   'amount', sum((value ->> 'amount')::numeric),
                                   'reimbursed', sum((value ->> 'reimbursed')::numeric),
                                   'publicSchoolRate', case when bool_or(value ?? 'publicSchoolRate')
                                       then sum(coalesce(value ->> 'publicSchoolRate', value ->> 'amount')::numeric) end))
                        from (
                            select distinct on (person_id, key) value, holds_on
                            from exchange.fact
                            where household_id = :household and kind = 'expenditure' and holds_on <= :on
                            order by person_id, key, holds_on desc, id desc
                        ) spent
                        where holds_on > (cast(:on as date) - interval '12 months')
                        group by value ->> 'kind'
                        order by value ->> 'kind'
                        """)
                .param("household", householdId)
                .param("on", on)
                .query(String.class)
                .list()
                .forEach(sum ->
                        document.withArray("expenditure").add(Intake.JSON.readTree(Objects.requireNonNull(sum))));
        return document;
    }

    private static void put(ObjectNode about, String kind, JsonNode value) {
        switch (kind) {
            case "income", "events" -> about.withArray(kind).add(value);
            default -> about.set(kind, value);
        }
    }
}
