package org.hearth.app.registry;

import java.util.Collection;
import java.util.UUID;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what is known of persons and households findable where they are now. */
@Component
class Filing {

    private final JdbcClient db;

    Filing(JdbcClient db) {
        this.db = db;
    }

    /** Works out anew where the facts of these persons belong, after they changed households or became one with another. */
    void refile(Collection<UUID> persons) {
        db.sql("""
                with subject as (
                    select distinct p.id, p.surviving_id
                    from registry.person p
                    where p.surviving_id in (select surviving_id from registry.person where id = any (:persons))
                ),
                filed as (
                    select m.household_id, m.person_id
                    from registry.membership m
                    join subject on subject.id = m.person_id
                    union
                    select r.household_id, r.person_id
                    from registry.refiled r
                    join subject on subject.id = r.person_id
                    union
                    select now.household_id, subject.id
                    from subject
                    join registry.membership now on now.person_id = subject.surviving_id and now.valid_to is null
                ),
                due as (
                    select filed.household_id, filed.person_id, now.region, now.household_id as now_household_id,
                           subject.surviving_id as now_person_id
                    from filed
                    join subject on subject.id = filed.person_id
                    join registry.membership now on now.person_id = subject.surviving_id and now.valid_to is null
                )
                merge into registry.refiled r
                using due on r.household_id = due.household_id and r.person_id = due.person_id
                when matched and (due.household_id, due.person_id) = (due.now_household_id, due.now_person_id) then delete
                when matched then update
                    set region = due.region, now_household_id = due.now_household_id, now_person_id = due.now_person_id
                when not matched and (due.household_id, due.person_id) <> (due.now_household_id, due.now_person_id) then
                    insert (household_id, person_id, region, now_household_id, now_person_id)
                    values (due.household_id, due.person_id, due.region, due.now_household_id, due.now_person_id)
                """).param("persons", persons.toArray(UUID[]::new)).update();
        db.sql("""
                update registry.death_report r
                set region = p.region
                from registry.person p
                where p.id = r.person_id and p.id = any (?) and r.region <> p.region
                """).param(persons.toArray(UUID[]::new)).update();
    }

    /** Everything of the register about a household goes to the office of {@code village}. */
    void carry(UUID household, RegionCode village) {
        String region = village.digits();
        for (String table :
                new String[] {"membership", "stratum", "bank_account", "contact", "former_place", "proposal"}) {
            db.sql("update registry." + table + " set region = ? where household_id = ?")
                    .params(region, household)
                    .update();
        }
        db.sql("""
                update registry.person
                set region = ?
                where surviving_id in (
                    select person_id from registry.membership where household_id = ? and valid_to is null)
                """).params(region, household).update();
        db.sql("""
                update registry.former_name
                set region = ?
                where person_id in (
                    select p.id
                    from registry.person p
                    join registry.membership m on m.person_id = p.surviving_id and m.valid_to is null
                    where m.household_id = ?)
                """).params(region, household).update();
        db.sql("""
                update registry.death_report r
                set region = p.region
                from registry.person p
                join registry.membership m on m.person_id = p.surviving_id and m.valid_to is null
                where m.household_id = ? and r.person_id = p.id
                """).param(household).update();
        db.sql("""
                update registry.proposal_source s
                set region = a.region
                from registry.proposal a
                where a.id = s.proposal_id and a.household_id = ?
                """).param(household).update();
        db.sql("update registry.refiled set region = ? where now_household_id = ?")
                .params(region, household)
                .update();
        db.sql("""
                with carried as (
                    update registry.operation set region = :region where households[1] = :household returning id
                )
                update registry.operation_row set region = :region where operation_id in (select id from carried)
                """).param("region", region).param("household", household).update();
        db.sql("""
                insert into registry.relocated (household_id, region)
                values (?, ?)
                on conflict (household_id) do update set region = excluded.region
                """).params(household, region).update();
    }
}
