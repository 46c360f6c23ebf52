package org.hearth.app.familysearch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hearth.app.familysearch.Files.Unknown;
import org.hearth.app.outreach.Duties;
import org.hearth.app.outreach.Duties.Owed;
import org.hearth.app.outreach.Duties.Towards;
import org.hearth.app.outreach.Outreach;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.letters.Language;
import org.hearth.letters.Letter;
import org.hearth.policy.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is owed to somebody who cannot say who they are: a notice that asks who knows them, and a request to the police for a DNA
 * sample (民政部、公安部 2015-08-20 意见); by when, and whether it was done.
 */
@Component
public class Notices {

    private static final long LOCK = 0x4865617274680095L;
    private static final int LONGEST = 500;

    /** What is owed. */
    public enum Duty {
        NOTICE("发布寻亲公告", "Publish the notice", "outreach.family-search", Towards.FAMILY_SEARCH),
        DNA("向公安机关申请采集 DNA", "Ask the police for a DNA sample", "outreach.dna-request", Towards.DNA_REQUEST);

        private final Text title;
        private final String parameter;
        private final Towards towards;

        Duty(String zh, String en, String parameter, Towards towards) {
            this.title = new Text(zh, en);
            this.parameter = parameter;
            this.towards = towards;
        }

        /** As it is shown to people. */
        public Text title() {
            return title;
        }
    }

    /**
     * Where a duty stands. All times are China's.
     *
     * @param doneAt null while it is not done
     * @param overdue whether it was done, or is still to be done, after its time
     * @param source the document that sets the time
     */
    public record Standing(
            Duty duty, LocalDateTime dueAt, @Nullable LocalDateTime doneAt, boolean overdue, String source) {

        /** The last day that is in time, where it is over with a day; null where it is over at an hour of one. */
        public @Nullable LocalDate lastDay() {
            return dueAt.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? dueAt.toLocalDate().minusDays(1)
                    : null;
        }
    }

    /**
     * A published notice.
     *
     * @param number county, year and running number: {@code 622927-2024-0001}
     * @param photographId of the photograph on it; null without one
     * @param publishedAt in China's time
     */
    public record Notice(
            UUID id,
            String number,
            String station,
            String phone,
            String features,
            @Nullable UUID photographId,
            String photographWhy,
            LocalDateTime publishedAt,
            String publishedBy) {}

    private final JdbcClient db;
    private final Photographs photographs;
    private final Outreach outreach;
    private final Duties outreachDuties;
    private final Regions regions;
    private final PolicyPack policy;
    private final Audit audit;
    private final HearthClock clock;
    private final List<String> harmful;

    Notices(
            JdbcClient db,
            Photographs photographs,
            Outreach outreach,
            Duties outreachDuties,
            Regions regions,
            PolicyPack policy,
            Audit audit,
            HearthClock clock) {
        this.db = db;
        this.photographs = photographs;
        this.outreach = outreach;
        this.outreachDuties = outreachDuties;
        this.regions = regions;
        this.policy = policy;
        this.audit = audit;
        this.clock = clock;
        this.harmful = harmful();
    }

    private static List<String> harmful() {
        try (InputStream words =
                Objects.requireNonNull(Notices.class.getResourceAsStream("/familysearch/not-on-a-notice.txt"))) {
            return new String(words.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The notice in force: the latest. */
    @Transactional(readOnly = true)
    public Optional<Notice> latest(Unknown unknown) {
        return db.sql("""
                        select id, region || '-' || year || '-' || lpad(number::text, 4, '0') as number, station, phone, features,
                               photograph_id, photograph_why, published_at at time zone 'Asia/Shanghai' as published_at,
                               published_by
                        from familysearch.notice
                        where unknown_id = ?
                        order by published_at desc, id desc
                        limit 1
                        """).param(unknown.id()).query(Notice.class).optional();
    }

    /** The station as the office's last notice named it, or else the first that is open. */
    @Transactional(readOnly = true)
    public Optional<Outreach.Station> station() {
        return db.sql("""
                        select station as name, phone
                        from familysearch.notice
                        order by published_at desc, id desc
                        limit 1
                        """)
                .query(Outreach.Station.class)
                .optional()
                .or(() -> outreach.stations().stream().findFirst());
    }

    /**
     * Publishes a notice, which settles that it is owed. It can be published anew when more is known.
     *
     * @param features what can be recognised, in words for everybody
     * @param photograph to be on it; null for none
     * @param photographWhy why it is in the person's interest that it is: somebody who cannot speak cannot consent
     * @throws Problem at each field that is empty, or says what must not be on a notice
     */
    @Transactional
    public void publish(
            Unknown unknown,
            String station,
            String phone,
            String features,
            @Nullable UUID photograph,
            String photographWhy) {
        List<Problem> wrong = new ArrayList<>();
        required(wrong, "station", station, "请填写救助站或单位名称。", "Name the station.");
        required(wrong, "phone", phone, "请填写联系电话。", "Give the telephone.");
        required(wrong, "features", features, "请写明可供辨认的特征。", "Say what the person can be recognised by.");
        String lower = features.toUpperCase(Locale.ROOT);
        harmful.stream()
                .filter(lower::contains)
                .findFirst()
                .ifPresent(word -> wrong.add(Problem.at(
                        "features",
                        "公告上不能写“" + word + "”：公告人人可见，病情、经历等会伤害本人。请只写外貌、衣着和口音。",
                        "“" + word
                                + "” must not be on a notice: everybody reads it, and illness or history would harm the"
                                + " person. Write looks, clothes and speech only.")));
        if (photograph != null) {
            required(
                    wrong,
                    "photographWhy",
                    photographWhy,
                    "请写明为什么公开照片对本人有利（本人无法表示同意）。",
                    "Say why it is in the person's interest to show the photograph: they cannot consent.");
        }
        if (!wrong.isEmpty()) {
            throw Problem.all(wrong);
        }
        if (photograph != null
                && photographs.of(unknown).stream()
                        .noneMatch(photo -> photo.id().equals(photograph))) {
            throw new Missing("张照片", "photograph");
        }
        db.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
        UUID id = Ids.next();
        db.sql("""
                insert into familysearch.notice
                    (id, region, unknown_id, year, number, station, phone, features, photograph_id, photograph_why, published_at,
                     published_by)
                select :id, :region, :unknown, :year, coalesce(max(number), 0) + 1, :station, :phone, :features, :photograph,
                       :why, :now, :actor
                from familysearch.notice
                where region = :region and year = :year
                """)
                .param("id", id)
                .param("region", unknown.region().digits())
                .param("unknown", unknown.id())
                .param("year", clock.today().getYear())
                .param("station", station.strip())
                .param("phone", phone.strip())
                .param("features", features.strip())
                .param("photograph", photograph)
                .param("why", photograph == null ? "" : photographWhy.strip())
                .param("now", now())
                .param("actor", Scopes.actor())
                .update();
        audit.note(
                "family-search-notice-published",
                unknown.id().toString(),
                id + (photograph == null ? "" : " with photograph " + photograph),
                photograph == null ? "" : photographWhy.strip());
        settle(unknown, Duty.NOTICE);
    }

    private static void required(List<Problem> wrong, String field, String text, String zh, String en) {
        if (text.isBlank()) {
            wrong.add(Problem.at(field, zh, en));
        } else if (text.length() > LONGEST) {
            wrong.add(Problem.at(field, "最多 " + LONGEST + " 个字。", "At most " + LONGEST + " characters."));
        }
    }

    /**
     * Notes that the police were asked for a DNA sample; the first time counts.
     *
     * @param police whom
     * @throws Problem where the day is ahead, or nobody is named
     */
    @Transactional
    public void noteDnaRequest(Unknown unknown, LocalDate on, String police) {
        if (police.isBlank()) {
            throw Problem.at("police", "请写明向哪个公安机关申请。", "Say which police were asked.");
        }
        if (on.isAfter(clock.today()) || on.isBefore(unknown.appearance().on())) {
            throw Problem.at(
                    "requestedOn",
                    "申请日期应在发现日期和今天之间。",
                    "The day of the request lies between the day they were found and today.");
        }
        db.sql("""
                insert into familysearch.dna_request (id, region, unknown_id, requested_on, police, noted_at, noted_by)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (unknown_id) do nothing
                """)
                .params(Ids.next(), unknown.region().digits(), unknown.id(), on, police.strip(), now(), Scopes.actor())
                .update();
        audit.note("dna-requested", unknown.id().toString(), on + " " + police.strip());
        settle(unknown, Duty.DNA);
    }

    private void settle(Unknown unknown, Duty duty) {
        UUID encounter = unknown.encounter();
        if (encounter != null) {
            outreachDuties.fulfil(encounter, duty.towards);
        }
    }

    /** What is owed to the person, by when, and whether it was done. Time runs from when a patrol brought them, or they were entered. */
    @Transactional(readOnly = true)
    public List<Standing> duties(Unknown unknown) {
        LocalDateTime noticed = db.sql("""
                        select published_at at time zone 'Asia/Shanghai'
                        from familysearch.notice
                        where unknown_id = ?
                        order by published_at
                        limit 1
                        """)
                .param(unknown.id())
                .query((row, n) -> row.getObject(1, LocalDateTime.class))
                .optional()
                .orElse(null);
        LocalDateTime requested = db.sql("select requested_on from familysearch.dna_request where unknown_id = ?")
                .param(unknown.id())
                .query(LocalDate.class)
                .optional()
                .map(LocalDate::atStartOfDay)
                .orElse(null);
        return List.of(standing(unknown, Duty.NOTICE, noticed), standing(unknown, Duty.DNA, requested));
    }

    private Standing standing(Unknown unknown, Duty duty, @Nullable LocalDateTime done) {
        Parameters.Value limit = policy.parameters()
                .value(
                        duty.parameter,
                        unknown.region().digits(),
                        "",
                        unknown.recordedAt().toLocalDate());
        Optional<Owed> owed =
                Optional.ofNullable(unknown.encounter()).flatMap(met -> outreachDuties.owed(met, duty.towards));
        LocalDateTime due = owed.map(Owed::dueAt).orElseGet(() -> due(unknown.recordedAt(), limit));
        LocalDateTime doneAt = done != null ? done : owed.map(Owed::doneAt).orElse(null);
        LocalDateTime measured = doneAt == null ? clock.now() : doneAt;
        return new Standing(duty, due, doneAt, measured.isAfter(due), limit.source());
    }

    private LocalDateTime due(LocalDateTime from, Parameters.Value limit) {
        int count = limit.number().intValueExact();
        return switch (limit.unit()) {
            case "hour" -> from.plusHours(count);
            // A day is over when the next one begins.
            case "working-day" ->
                policy.workingDays().plus(from.toLocalDate(), count).plusDays(1).atStartOfDay();
            default -> throw new IllegalStateException(limit.name() + " is counted in " + limit.unit());
        };
    }

    /** The notice as it is printed. Where a photograph is on it, whoever asked for it has seen that, which is audited. */
    @Transactional
    public Letter letter(Unknown unknown, Notice notice, Language language) {
        boolean zh = language == Language.ZH;
        Appearance seen = unknown.appearance();
        List<Letter.Part> who = new ArrayList<>();
        UUID photograph = notice.photographId();
        if (photograph != null) {
            photographs.forNotice(photograph).ifPresent(jpeg -> {
                who.add(new Letter.Picture(jpeg, zh ? "此人照片" : "The person's photograph"));
                audit.note("photograph-seen", photograph.toString(), "notice " + notice.number());
            });
        }
        String unknownYet = zh ? "不详" : "not known";
        String age = seen.ageFrom() == null
                ? unknownYet
                : seen.ageFrom().equals(seen.ageTo())
                        ? (zh ? "约 " + seen.ageTo() + " 岁" : "about " + seen.ageTo())
                        : (zh
                                ? "约 " + seen.ageFrom() + " 至 " + seen.ageTo() + " 岁"
                                : "about " + seen.ageFrom() + " to " + seen.ageTo());
        String sex = seen.sex() == null
                ? unknownYet
                : zh ? seen.sex().title().zh() : seen.sex().title().en();
        if (!seen.name().isBlank()) {
            who.add(point(zh ? "自述姓名" : "Name as they say it", seen.name(), zh));
        }
        who.add(point(zh ? "性别" : "Sex", sex, zh));
        who.add(point(zh ? "年龄" : "Age", age, zh));
        if (seen.height() != null) {
            who.add(point(zh ? "身高" : "Height", (zh ? "约 " : "about ") + seen.height() + (zh ? " 厘米" : " cm"), zh));
        }
        who.add(point(zh ? "特征" : "To be recognised by", notice.features(), zh));
        String place = regions.path(seen.place(), DivisionLevel.PROVINCE)
                + (seen.placeDetail().isBlank() ? "" : " " + seen.placeDetail());
        LocalDate published = notice.publishedAt().toLocalDate();
        return new Letter(
                language,
                zh ? "寻亲公告" : "Family sought",
                (zh ? "编号 " : "No. ") + notice.number(),
                zh
                        ? "下列人员由" + notice.station() + "救助，目前身份不明。"
                        : "The person below is in the care of " + notice.station() + " and nobody knows who they are.",
                List.of(
                        new Letter.Section(zh ? "基本情况" : "Who is this?", who),
                        new Letter.Section(
                                zh ? "发现时间和地点" : "Found",
                                List.of(
                                        point(zh ? "时间" : "On", language.day(seen.on()), zh),
                                        point(zh ? "地点" : "At", place, zh))),
                        new Letter.Section(
                                zh ? "知情请联系" : "If you know them, please call",
                                List.of(
                                        new Letter.Strong(notice.phone()),
                                        new Letter.Sentence(notice.station()),
                                        new Letter.Sentence(language.day(published))))),
                List.of(
                        zh
                                ? "依据：民政部、公安部 2015-08-20 意见。找到亲属后，请持证件与上述单位核实；公告不作身份认定。"
                                : "Published under the opinions of the Ministries of Civil Affairs and of Public Security of 20"
                                        + " August 2015. Families are asked to prove who they are to the station; the notice itself"
                                        + " establishes nobody's identity."));
    }

    private static Letter.Point point(String what, String value, boolean zh) {
        return new Letter.Point(what + (zh ? "：" : ": ") + value);
    }

    private OffsetDateTime now() {
        return clock.now().atZone(HearthClock.ZONE).toOffsetDateTime();
    }
}
