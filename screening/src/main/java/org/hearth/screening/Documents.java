package org.hearth.screening;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.HouseholdDocument.Assets;
import org.hearth.policy.HouseholdDocument.CareHome;
import org.hearth.policy.HouseholdDocument.Disability;
import org.hearth.policy.HouseholdDocument.Event;
import org.hearth.policy.HouseholdDocument.Expenditure;
import org.hearth.policy.HouseholdDocument.Income;
import org.hearth.policy.HouseholdDocument.Member;
import org.hearth.policy.HouseholdDocument.Parent;
import org.hearth.policy.HouseholdDocument.Supporter;
import org.hearth.policy.HouseholdDocument.Vehicle;
import org.jspecify.annotations.Nullable;

/** The facts layout read back as household documents, for the households of the table {@code sample}. */
final class Documents {

    @FunctionalInterface
    private interface Reading<T> {
        T of(Cells cells) throws SQLException;
    }

    /** The columns of the row at hand, null where NULL. */
    private record Cells(ResultSet row) {

        String code(String column) throws SQLException {
            return Objects.requireNonNull(row.getString(column));
        }

        @Nullable
        String text(String column) throws SQLException {
            return row.getString(column);
        }

        @Nullable
        Integer whole(String column) throws SQLException {
            int value = row.getInt(column);
            return row.wasNull() ? null : value;
        }

        @Nullable
        Boolean truth(String column) throws SQLException {
            boolean value = row.getBoolean(column);
            return row.wasNull() ? null : value;
        }

        /** Fen as yuan. */
        @Nullable
        BigDecimal money(String column) throws SQLException {
            long value = row.getLong(column);
            return row.wasNull() ? null : BigDecimal.valueOf(value, 2);
        }

        BigDecimal amount(String column) throws SQLException {
            return Objects.requireNonNull(money(column));
        }

        @Nullable
        LocalDate day(String column) throws SQLException {
            return row.getObject(column, LocalDate.class);
        }

        List<String> codes(String column) throws SQLException {
            Array array = row.getArray(column);
            return array == null
                    ? List.of()
                    : Arrays.stream((Object[]) array.getArray())
                            .map(Object::toString)
                            .toList();
        }
    }

    private final Connection connection;

    Documents(Connection connection) {
        this.connection = connection;
    }

    List<HouseholdDocument> read(LocalDate on) throws SQLException {
        var incomes = listed(
                "incomes",
                "household_id || '/' || coalesce(person_id, '')",
                c -> new Income(c.code("kind"), c.amount("monthly")));
        var spending = listed(
                "expenditures",
                "household_id",
                c -> new Expenditure(
                        c.code("kind"), c.amount("amount"), c.money("reimbursed"), c.money("public_school_rate")));
        var vehicles = listed("vehicles", "household_id", c -> new Vehicle(c.code("kind"), c.money("value")));
        var supporters = listed(
                "supporters",
                "household_id || '/' || person_id",
                c -> new Supporter(
                        c.code("relation"),
                        c.whole("age"),
                        c.text("situation"),
                        c.truth("assets_within_tekun_rule"),
                        c.money("support_monthly")));
        var parents = listed(
                "parents",
                "household_id || '/' || person_id",
                c -> new Parent(c.code("status"), c.whole("months"), c.truth("able_guardian")));
        var events = listed(
                "events",
                "household_id",
                c -> new Event(
                        c.code("kind"),
                        Objects.requireNonNull(c.day("date")),
                        c.text("cause"),
                        c.money("loss"),
                        c.money("requested")));
        var members = listed("persons", "household_id", c -> member(c, incomes, supporters, parents));
        var documents = new ArrayList<HouseholdDocument>();
        listed("households", "household_id", c -> {
            String id = c.code("household_id");
            Assets assets = Boolean.TRUE.equals(c.truth("assets_known"))
                    ? new Assets(
                            c.money("financial_per_capita"),
                            c.whole("dwellings"),
                            c.truth("non_residential_property"),
                            of(vehicles, id),
                            c.truth("business_registration"))
                    : null;
            documents.add(new HouseholdDocument(
                    id,
                    c.code("region"),
                    c.code("residence"),
                    on,
                    of(members, id),
                    of(incomes, id + "/"),
                    of(spending, id),
                    assets,
                    c.codes("holds"),
                    of(events, id),
                    Map.of(),
                    c.text("dwelling_danger"),
                    c.day("electricity_unused_since"),
                    c.day("reviewed_on"),
                    c.text("account_state"),
                    c.money("heating_arrears")));
            return id;
        });
        return documents;
    }

    private static Member member(
            Cells c,
            Map<String, List<Income>> incomes,
            Map<String, List<Supporter>> supporters,
            Map<String, List<Parent>> parents)
            throws SQLException {
        String key = c.code("household_id") + "/" + c.code("person_id");
        String kind = c.text("disability_kind");
        Integer grade = c.whole("disability_grade");
        LocalDate careHomeSince = c.day("care_home_since");
        BigDecimal fee = c.money("care_home_fee");
        return new Member(
                c.code("person_id"),
                c.text("name"),
                c.text("id_number"),
                Objects.requireNonNull(c.day("born")),
                c.code("sex"),
                c.code("relation"),
                kind == null || grade == null
                        ? null
                        : new Disability(
                                kind,
                                grade,
                                c.day("disability_certified_on"),
                                c.day("disability_expires_on"),
                                c.whole("disability_grade_before")),
                c.text("student"),
                c.truth("major_disease"),
                c.truth("can_live_independently"),
                c.truth("employed"),
                c.whole("refused_work"),
                c.text("away"),
                c.truth("deceased"),
                c.whole("self_care_failed"),
                c.whole("elder_ability_score"),
                c.codes("elder_ability_modifiers"),
                careHomeSince == null || fee == null ? null : new CareHome(careHomeSince, fee),
                Boolean.TRUE.equals(c.truth("supporters_known")) ? of(supporters, key) : null,
                Boolean.TRUE.equals(c.truth("parents_known")) ? of(parents, key) : null,
                c.text("lives_with"),
                c.text("living_arrangement"),
                c.truth("special_family_planning"),
                of(incomes, key),
                c.day("died_on"),
                c.day("released_on"),
                c.day("student_since"),
                c.day("unemployed_since"),
                c.truth("unemployment_insured"),
                c.text("medical_insurance"),
                c.day("last_visit_on"),
                c.day("migrant_since"),
                c.truth("married"),
                c.truth("on_another_roll"),
                c.truth("chronic_disease"),
                c.day("missing_since"),
                c.text("worker_in_difficulty"));
    }

    private static <T> List<T> of(Map<String, List<T>> lists, String key) {
        return lists.getOrDefault(key, List.of());
    }

    private <T> Map<String, List<T>> listed(String table, String key, Reading<T> reading) throws SQLException {
        var lists = new HashMap<String, List<T>>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select *, " + key + " as owner\nfrom " + table + "\nsemi join sample using (household_id)")) {
            var cells = new Cells(row);
            while (row.next()) {
                lists.computeIfAbsent(row.getString("owner"), owner -> new ArrayList<>())
                        .add(reading.of(cells));
            }
        }
        return lists;
    }
}
