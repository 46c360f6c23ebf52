package org.hearth.app.registry;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How households are reached: telephones of members and of contact persons, each with its time. */
@Component
public class Contacts {

    /**
     * A way to reach a household.
     *
     * @param personId the member whose telephone it is; absent for a contact person outside
     * @param relation what a contact person is to the household, in words
     * @param to its last day; absent while it holds
     */
    public record Contact(
            UUID id,
            @Nullable UUID personId,
            String name,
            String relation,
            String phone,
            LocalDate from,
            @Nullable LocalDate to) {}

    // Mobile numbers of eleven digits, landlines with their area code, and an extension after a dash.
    private static final Pattern PHONE =
            Pattern.compile("1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,5})?|[0-9]{7,8}|12349");

    private final JdbcClient db;
    private final Registry registry;
    private final PersonKeys keys;
    private final HearthClock clock;

    Contacts(JdbcClient db, Registry registry, PersonKeys keys, HearthClock clock) {
        this.db = db;
        this.registry = registry;
        this.keys = keys;
        this.clock = clock;
    }

    /** All of a household, those that hold now first. */
    @Transactional(readOnly = true)
    public List<Contact> of(UUID household) {
        return db.sql("""
                        select id, person_id, name, relation, phone, valid_from as "from", valid_to as "to"
                        from registry.contact
                        where household_id = ?
                        order by valid_to is not null, valid_from desc, recorded_at
                        """).param(household).query(Contact.class).list();
    }

    /** Adds a telephone from today. */
    @Transactional
    public void add(UUID householdId, @Nullable UUID personId, String name, String relation, String phone) {
        Household household = registry.household(householdId).orElseThrow(() -> new Missing("户家庭", "household"));
        String digits = phone.replaceAll("[\\s]", "").replaceFirst("^\\+86", "");
        if (!PHONE.matcher(digits).matches()) {
            throw Problem.at(
                    "phone",
                    "请填写 11 位手机号码，或带区号的固定电话（如 0930-7721234）。",
                    "Give a mobile number of 11 digits, or a landline with its area code (0930-7721234).");
        }
        String called = personId == null
                ? name.strip()
                : household.members().stream()
                        .map(Household.Member::person)
                        .filter(person -> person.id().equals(personId))
                        .findFirst()
                        .map(Person::name)
                        .orElseThrow(() -> new Missing("位成员", "member"));
        if (called.isEmpty()) {
            throw Problem.at("name", "请选择成员，或填写联系人姓名。", "Choose a member, or give the contact person's name.");
        }
        LocalDate today = clock.today();
        int added = db.sql("""
                insert into registry.contact
                    (id, region, household_id, person_id, name, relation, phone, valid_from, recorded_at, recorded_by)
                values (:id, :region, :household, :person, :name, :relation, :phone, :from, :now, :by)
                on conflict do nothing
                """)
                .param("id", Ids.next())
                .param("region", household.region().digits())
                .param("household", householdId)
                .param("person", personId)
                .param("name", called)
                .param("relation", relation.strip())
                .param("phone", digits)
                .param("from", today)
                .param("now", clock.now().atZone(HearthClock.ZONE).toOffsetDateTime())
                .param("by", Scopes.actor())
                .update();
        if (added == 0) {
            throw Problem.at("phone", "这个电话已经登记。", "This telephone is registered already.");
        }
        if (personId != null) {
            db.sql("update registry.person set phone = ? where id = ?")
                    .params(digits, personId)
                    .update();
            keys.renew(List.of(personId));
        }
    }

    /** A telephone holds no more after today; it stays in the history. */
    @Transactional
    public void end(UUID householdId, UUID contact) {
        db.sql("""
                update registry.contact
                set valid_to = greatest(:today, valid_from)
                where id = :id and household_id = :household and valid_to is null
                """)
                .param("today", clock.today())
                .param("id", contact)
                .param("household", householdId)
                .update();
    }
}
