package org.hearth.app.familysearch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.familysearch.FamilySearch.Listed;
import org.hearth.app.familysearch.FamilySearch.Reported;
import org.hearth.app.familysearch.FamilySearch.Whom;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Page;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The files of unknown persons, reports and decisions, as the database has them. */
@Component
public class Files {

    /**
     * Somebody who was reported missing.
     *
     * @param home where they live, as far as the county; null where nobody said
     * @param personId who they are in the register; null where that is not known
     * @param likelySame reports that are likely about the same person, among those that one may see
     * @param endedWhy why it ended; null while it is open
     */
    public record Report(
            UUID id,
            RegionCode region,
            ReportSource source,
            Appearance appearance,
            String contact,
            String note,
            @Nullable RegionCode home,
            @Nullable UUID personId,
            List<UUID> likelySame,
            @Nullable String endedWhy) {

        public boolean open() {
            return endedWhy == null;
        }
    }

    /**
     * Somebody who cannot say who they are.
     *
     * @param encounter the patrol's encounter; null where they came another way
     * @param recordedAt when they were entered, in China's time
     * @param noticed whether a notice was published
     */
    public record Unknown(
            UUID id,
            RegionCode region,
            @Nullable UUID encounter,
            Appearance appearance,
            String note,
            LocalDateTime recordedAt,
            boolean identified,
            boolean noticed) {}

    /** Somebody in the register. */
    public record Registered(
            UUID id,
            RegionCode region,
            String name,
            Sex sex,
            LocalDate born,
            @Nullable UUID householdId) {}

    /**
     * The last word on an unknown person and a candidate.
     *
     * @param whom the report or the person
     * @param ofReport which of the two
     * @param decidedAt in China's time
     */
    public record Standing(
            UUID whom,
            boolean ofReport,
            boolean same,
            @Nullable Proof proof,
            String note,
            LocalDateTime decidedAt,
            String decidedBy) {}

    private static final String REPORT = """
            select r.id, r.region, r.source, r.name, r.sex, r.age_from, r.age_to, r.height, r.marks, r.speech, r.place,
                   r.place_detail, r.happened_on, r.contact, r.note, r.home, r.person_id, r.ended_why,
                   array(select s.other_id from familysearch.likely_same s where s.one_id = r.id) as likely_same
            from familysearch.missing_report r
            """;

    private static final String UNKNOWN = """
            select u.*, u.recorded_at at time zone 'Asia/Shanghai' as entered_at,
                   exists (select from familysearch.standing s where s.unknown_id = u.id and s.same) as identified,
                   exists (select from familysearch.notice n where n.unknown_id = u.id) as noticed
            from familysearch.unknown_person u
            """;

    private final JdbcClient db;

    Files(JdbcClient db) {
        this.db = db;
    }

    void add(
            UUID id,
            RegionCode region,
            ReportSource source,
            Appearance of,
            String contact,
            String note,
            OffsetDateTime at,
            String actor) {
        appearance("""
                insert into familysearch.missing_report
                    (id, region, source, name, sex, age_from, age_to, height, marks, speech, place, place_detail,
                     happened_on, contact, note, recorded_at, recorded_by)
                values (:id, :region, :source, :name, :sex, :from, :to, :height, :marks, :speech, :place, :detail,
                        :on, :contact, :note, :at, :actor)
                on conflict (id) do nothing
                """, of)
                .param("id", id)
                .param("region", region.digits())
                .param("source", source.code())
                .param("contact", contact)
                .param("note", note)
                .param("at", at)
                .param("actor", actor)
                .update();
    }

    UUID add(
            UUID id,
            RegionCode region,
            @Nullable UUID encounter,
            Appearance of,
            String note,
            OffsetDateTime at,
            String actor) {
        appearance("""
                insert into familysearch.unknown_person
                    (id, region, encounter_id, name, sex, age_from, age_to, height, marks, speech, place, place_detail,
                     happened_on, note, recorded_at, recorded_by)
                values (:id, :region, :encounter, :name, :sex, :from, :to, :height, :marks, :speech, :place, :detail,
                        :on, :note, :at, :actor)
                on conflict do nothing
                """, of)
                .param("id", id)
                .param("region", region.digits())
                .param("encounter", encounter)
                .param("note", note)
                .param("at", at)
                .param("actor", actor)
                .update();
        return db.sql("select id from familysearch.unknown_person where id = :id or encounter_id = :encounter")
                .param("id", id)
                .param("encounter", encounter)
                .query(UUID.class)
                .single();
    }

    private JdbcClient.StatementSpec appearance(String sql, Appearance of) {
        return db.sql(sql)
                .param("name", of.name())
                .param("sex", of.sex() == null ? null : of.sex().name())
                .param("from", of.ageFrom())
                .param("to", of.ageTo())
                .param("height", of.height())
                .param("marks", of.marks())
                .param("speech", of.speech())
                .param("place", of.place().digits())
                .param("detail", of.placeDetail())
                .param("on", of.on());
    }

    boolean end(UUID report, String why, OffsetDateTime at, String actor) {
        return db.sql("""
                        update familysearch.missing_report
                        set ended_at = ?, ended_by = ?, ended_why = ?
                        where id = ? and ended_at is null
                        """).params(at, actor, why, report).update() > 0;
    }

    UUID decide(
            Unknown unknown,
            Whom whom,
            boolean same,
            @Nullable Proof proof,
            String note,
            OffsetDateTime at,
            String actor) {
        UUID id = Ids.next();
        UUID report = switch (whom) {
            case Reported reported -> reported.id();
            case Listed listed -> null;
        };
        db.sql("""
                insert into familysearch.decision
                    (id, region, unknown_id, report_id, person_id, same, proof, note, decided_at, decided_by)
                values (:id, :region, :unknown, :report, :person, :same, :proof, :note, :at, :actor)
                """)
                .param("id", id)
                .param("region", unknown.region().digits())
                .param("unknown", unknown.id())
                .param("report", report)
                .param("person", report == null ? whom.id() : null)
                .param("same", same)
                .param("proof", proof == null ? null : proof.code())
                .param("note", note)
                .param("at", at)
                .param("actor", actor)
                .update();
        return id;
    }

    @Transactional(readOnly = true)
    List<Standing> standing(UUID unknown) {
        return db.sql("""
                        select coalesce(report_id, person_id) as whom, report_id is not null as of_report, same, proof, note,
                               decided_at at time zone 'Asia/Shanghai' as decided_at, decided_by
                        from familysearch.standing
                        where unknown_id = ?
                        """)
                .param(unknown)
                .query((row, n) -> new Standing(
                        row.getObject("whom", UUID.class),
                        row.getBoolean("of_report"),
                        row.getBoolean("same"),
                        Optional.ofNullable(row.getString("proof"))
                                .map(Proof::of)
                                .orElse(null),
                        row.getString("note"),
                        row.getObject("decided_at", LocalDateTime.class),
                        row.getString("decided_by")))
                .list();
    }

    /** Who is held to be an unknown person already: the ids of reports and people. */
    @Transactional(readOnly = true)
    public Set<UUID> identified() {
        return new HashSet<>(db.sql("select coalesce(report_id, person_id) from familysearch.standing where same")
                .query(UUID.class)
                .list());
    }

    /** @throws Missing when there is no such report for the current scope */
    @Transactional(readOnly = true)
    public Report report(UUID id) {
        return db.sql(REPORT + "where r.id = ?")
                .param(id)
                .query((row, n) -> report(row))
                .optional()
                .orElseThrow(() -> new Missing("份走失报告", "report"));
    }

    /** The reports of one's region that are open; all over the country where the scope is the nation. */
    @Transactional(readOnly = true)
    public List<Report> openReports() {
        return openReportsAnd(Set.of());
    }

    /** As {@link #openReports()}, with some that may have ended since. */
    @Transactional(readOnly = true)
    List<Report> openReportsAnd(Set<UUID> decided) {
        return db.sql(REPORT + "where r.ended_at is null or r.id = any (?)")
                .param(decided.toArray(UUID[]::new))
                .query((row, n) -> report(row))
                .list();
    }

    /** Reports by words in their text, the latest first. */
    @Transactional(readOnly = true)
    public Page<Report> reports(String text, int page) {
        String where = """
                where (:text = '' or strpos(r.name, :text) > 0 or strpos(r.marks, :text) > 0
                       or strpos(r.place_detail, :text) > 0)
                """;
        long count = db.sql("select count(*) from familysearch.missing_report r\n" + where)
                .param("text", text)
                .query(Long.class)
                .single();
        List<Report> rows = db.sql(REPORT + where + """
                        order by r.ended_at is not null, r.happened_on desc, r.id
                        limit :limit offset :offset
                        """)
                .param("text", text)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(page))
                .query((row, n) -> report(row))
                .list();
        return new Page<>(rows, count, page);
    }

    /**
     * Ends {@code other}, which is about the same person: what only it says is kept with {@code kept}, and whom to call in both.
     *
     * @return whether both were open
     */
    boolean join(UUID kept, UUID other, OffsetDateTime at, String actor) {
        return db.sql("""
                        with gone as (
                            update familysearch.missing_report
                            set ended_at = :at, ended_by = :actor, ended_why = '与另一份报告是同一人', same_as = :kept
                            where id = :other
                              and ended_at is null
                              and exists (select from familysearch.missing_report k where k.id = :kept and k.ended_at is null)
                            returning *
                        )
                        update familysearch.missing_report k
                        set sex = coalesce(k.sex, g.sex),
                            age_from = case when g.number_index is null then coalesce(k.age_from, g.age_from) else g.age_from end,
                            age_to = case when g.number_index is null then coalesce(k.age_to, g.age_to) else g.age_to end,
                            height = coalesce(k.height, g.height),
                            marks = concat_ws('；', nullif(k.marks, ''), nullif(g.marks, k.marks)),
                            speech = coalesce(nullif(k.speech, ''), g.speech),
                            place_detail = coalesce(nullif(k.place_detail, ''), g.place_detail),
                            contact = concat_ws('；', k.contact, nullif(g.contact, k.contact)),
                            note = concat_ws('；', nullif(k.note, ''), nullif(g.note, '')),
                            number_index = coalesce(k.number_index, g.number_index),
                            person_id = coalesce(k.person_id, g.person_id),
                            home = coalesce(k.home, g.home),
                            stated_on = coalesce(k.stated_on, g.stated_on)
                        from gone g
                        where k.id = :kept
                        """)
                        .param("kept", kept)
                        .param("other", other)
                        .param("at", at)
                        .param("actor", actor)
                        .update()
                > 0;
    }

    void tellApart(Report one, UUID other, OffsetDateTime at, String actor) {
        db.sql("""
                insert into familysearch.different_reports (id, region, one_id, other_id, said_at, said_by)
                values (?, ?, ?, ?, ?, ?)
                """)
                .params(Ids.next(), one.region().digits(), one.id(), other, at, actor)
                .update();
    }

    /** Unknown persons, those without an answer first, then the latest. */
    @Transactional(readOnly = true)
    public Page<Unknown> unknown(String text, boolean openOnly, int page) {
        String where = """
                where (:text = '' or strpos(name, :text) > 0 or strpos(marks, :text) > 0 or strpos(place_detail, :text) > 0)
                  and not (:open and identified)
                """;
        String from = "from (" + UNKNOWN + ") u\n";
        long count = db.sql("select count(*)\n" + from + where)
                .param("text", text)
                .param("open", openOnly)
                .query(Long.class)
                .single();
        List<Unknown> rows = db.sql("select *\n" + from + where + """
                        order by identified, happened_on desc, id
                        limit :limit offset :offset
                        """)
                .param("text", text)
                .param("open", openOnly)
                .param("limit", Page.SIZE)
                .param("offset", Page.before(page))
                .query((row, n) -> unknown(row))
                .list();
        return new Page<>(rows, count, page);
    }

    /** How many wait for an answer. */
    @Transactional(readOnly = true)
    public long waiting() {
        return db.sql("""
                        select count(*)
                        from familysearch.unknown_person u
                        where not exists (select from familysearch.standing s where s.unknown_id = u.id and s.same)
                        """).query(Long.class).single();
    }

    /** How many of those who wait for an answer have no notice yet. */
    @Transactional(readOnly = true)
    public long withoutNotice() {
        return db.sql("select count(*) from (" + UNKNOWN + ") u where not identified and not noticed")
                .query(Long.class)
                .single();
    }

    /** @throws Missing when there is no such person for the current scope */
    @Transactional(readOnly = true)
    public Unknown unknown(UUID id) {
        return db.sql(UNKNOWN + "where u.id = ?")
                .param(id)
                .query((row, n) -> unknown(row))
                .optional()
                .orElseThrow(() -> new Missing("份身份不明人员档案", "unknown person"));
    }

    @Transactional(readOnly = true)
    long registered() {
        return db.sql("select count(*) from registry.published_person where died_on is null")
                .query(Long.class)
                .single();
    }

    /** People of the right sex and about the right age, who were alive on the day. */
    @Transactional(readOnly = true)
    List<Registered> registeredLike(Appearance seen, int years) {
        Integer from = seen.ageFrom();
        Integer to = seen.ageTo();
        return db.sql("""
                        select id, region, name, sex, born, household_id
                        from registry.published_person
                        where (died_on is null or died_on >= :on)
                          and (:sex::text is null or sex = :sex)
                          and born between :earliest and :latest
                        """)
                .param("on", seen.on())
                .param("sex", seen.sex() == null ? null : seen.sex().name())
                .param(
                        "earliest",
                        to == null ? LocalDate.of(1850, 1, 1) : seen.on().minusYears(to + years + 1L))
                .param("latest", from == null ? seen.on() : seen.on().minusYears(Math.max(0, from - years)))
                .query((row, n) -> new Registered(
                        row.getObject("id", UUID.class),
                        new RegionCode(row.getString("region")),
                        row.getString("name"),
                        Sex.valueOf(row.getString("sex")),
                        row.getObject("born", LocalDate.class),
                        row.getObject("household_id", UUID.class)))
                .list();
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getObject("id", UUID.class),
                new RegionCode(row.getString("region")),
                ReportSource.of(row.getString("source")),
                appearance(row),
                row.getString("contact"),
                row.getString("note"),
                Optional.ofNullable(row.getString("home")).map(RegionCode::new).orElse(null),
                row.getObject("person_id", UUID.class),
                List.of((UUID[]) row.getArray("likely_same").getArray()),
                row.getString("ended_why"));
    }

    private static Unknown unknown(ResultSet row) throws SQLException {
        return new Unknown(
                row.getObject("id", UUID.class),
                new RegionCode(row.getString("region")),
                row.getObject("encounter_id", UUID.class),
                appearance(row),
                row.getString("note"),
                row.getObject("entered_at", LocalDateTime.class),
                row.getBoolean("identified"),
                row.getBoolean("noticed"));
    }

    private static Appearance appearance(ResultSet row) throws SQLException {
        return new Appearance(
                row.getString("name"),
                Optional.ofNullable(row.getString("sex")).map(Sex::valueOf).orElse(null),
                row.getObject("age_from", Integer.class),
                row.getObject("age_to", Integer.class),
                row.getObject("height", Integer.class),
                row.getString("marks"),
                row.getString("speech"),
                new RegionCode(Objects.requireNonNull(row.getString("place"))),
                row.getString("place_detail"),
                row.getObject("happened_on", LocalDate.class));
    }
}
