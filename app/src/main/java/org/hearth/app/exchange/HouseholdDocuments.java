package org.hearth.app.exchange;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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

/** Puts the register and the facts of households together as the household documents that the policy decides. */
@Component
class HouseholdDocuments {

    /** Put together in a way of their own, or for the registry to act on: no properties of the document of that name. */
    private static final String[] ELSEWHERE = {
        "expenditure", "deceased", "assets", "vehicle", "dwelling", "business", "deposit", "birth", "registrationMoved"
    };

    private static final String ASSETS = FactFiles.resource("assets.sql").replace(":everybody", "false");

    private final JdbcClient db;
    private final Registry registry;

    HouseholdDocuments(JdbcClient db, Registry registry) {
        this.db = db;
        this.registry = registry;
    }

    @Transactional(readOnly = true)
    ObjectNode of(UUID household, LocalDate on) {
        ObjectNode document = of(List.of(household), on).get(household);
        if (document == null) {
            throw new Missing("户家庭", "household");
        }
        return document;
    }

    @Transactional(readOnly = true)
    Map<UUID, ObjectNode> of(Collection<UUID> households, LocalDate on) {
        Map<UUID, ObjectNode> documents = new HashMap<>();
        Map<UUID, Map<UUID, ObjectNode>> members = new HashMap<>();
        registry.households(households).values().forEach(household -> {
            Map<UUID, ObjectNode> persons = new HashMap<>();
            documents.put(household.id(), registered(household, on, persons));
            members.put(household.id(), persons);
        });
        UUID[] found = documents.keySet().toArray(UUID[]::new);
        db.sql("""
                        select household_id, person_id, kind, value
                        from (
                            select said.*,
                                   max(holds_on) filter (where person_id is not null)
                                       over (partition by household_id, kind, value ->> 'kind') as of_a_person_on
                            from (
                                select distinct on (household_id, person_id, kind, key)
                                       household_id, person_id, kind, key, value, holds_on
                                from exchange.filed_fact
                                where household_id = any (:households)
                                  and holds_on <= :on
                                  and not kind = any (:elsewhere)
                                order by household_id, person_id, kind, key, holds_on desc, id desc
                            ) said
                        ) said
                        -- What is said later of a person stands instead of what was said of the household as a whole.
                        where value <> 'null'
                          and (kind <> 'income'
                               or person_id is not null or of_a_person_on is null or of_a_person_on <= holds_on)
                        order by household_id, person_id, kind, key
                        """)
                .param("households", found)
                .param("on", on)
                .param("elsewhere", ELSEWHERE)
                .query(row -> {
                    UUID household = row.getObject("household_id", UUID.class);
                    UUID person = row.getObject("person_id", UUID.class);
                    ObjectNode about = person == null
                            ? documents.get(household)
                            : members.getOrDefault(household, Map.of()).get(person);
                    if (about != null) {
                        put(about, row.getString("kind"), Intake.JSON.readTree(row.getString("value")));
                    }
                });
        db.sql("""
                        select household_id,
                               jsonb_strip_nulls(jsonb_build_object(
                                   'kind', value ->> 'kind',
                                   'amount', sum((value ->> 'amount')::numeric),
                                   'reimbursed', sum((value ->> 'reimbursed')::numeric),
                                   'publicSchoolRate', case when bool_or(value ?? 'publicSchoolRate')
                                       then sum(coalesce(value ->> 'publicSchoolRate', value ->> 'amount')::numeric) end))
                                   as spent
                        from (
                            select distinct on (household_id, person_id, key) household_id, value, holds_on
                            from exchange.filed_fact
                            where household_id = any (:households) and kind = 'expenditure' and holds_on <= :on
                            order by household_id, person_id, key, holds_on desc, id desc
                        ) spent
                        where holds_on > (cast(:on as date) - interval '12 months')
                        group by household_id, value ->> 'kind'
                        order by household_id, value ->> 'kind'
                        """).param("households", found).param("on", on).query(row -> {
            ObjectNode document = Objects.requireNonNull(documents.get(row.getObject("household_id", UUID.class)));
            document.withArray("expenditure").add(Intake.JSON.readTree(row.getString("spent")));
        });
        db.sql(ASSETS).param("households", found).param("on", on).query(row -> {
            ObjectNode document = Objects.requireNonNull(documents.get(row.getObject("household_id", UUID.class)));
            document.set("assets", Intake.JSON.readTree(row.getString("value")));
        });
        return documents;
    }

    /** What the register says; the members' nodes are put into {@code members} by their ids. */
    private static ObjectNode registered(Household household, LocalDate on, Map<UUID, ObjectNode> members) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", household.id().toString());
        document.put("region", household.region().digits());
        document.put("residence", household.residence().code());
        document.put("on", on.toString());
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
                node.put("diedOn", diedOn.toString());
            }
            members.put(person.id(), node);
        });
        household.strata().stream()
                .filter(held -> !held.since().isAfter(on))
                .map(held -> held.stratum().code())
                .distinct()
                .forEach(code -> document.withArray("holds").add(code));
        return document;
    }

    private static void put(ObjectNode about, String kind, JsonNode value) {
        switch (kind) {
            case "income", "events" -> about.withArray(kind).add(value);
            case "monitored" -> {
                if (!value.path("ended").asBoolean(false)
                        && about.withArray("holds")
                                .valueStream()
                                .noneMatch(held -> held.asString().equals(kind))) {
                    about.withArray("holds").add(kind);
                }
            }
            default -> about.set(kind, value);
        }
    }
}
