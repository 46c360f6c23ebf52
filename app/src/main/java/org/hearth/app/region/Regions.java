package org.hearth.app.region;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hearth.app.platform.Bulk;
import org.hearth.app.platform.Progress;
import org.hearth.app.platform.Text;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.Divisions;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The administrative divisions: what a code is called, what lies in it, and what became of a withdrawn one. */
@Component
public class Regions {

    private static final int DIVISIONS = 665_276;

    private static final RowMapper<Region> ROW = (row, n) -> {
        String successor = row.getString("successor");
        return new Region(
                new RegionCode(row.getString("code")),
                row.getString("name"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class),
                successor == null ? null : new RegionCode(successor));
    };

    private final JdbcClient db;
    private final Bulk bulk;
    // Names above the village are asked for on every page and hardly ever change.
    private final Map<RegionCode, String> names = new ConcurrentHashMap<>();

    Regions(JdbcClient db, Bulk bulk) {
        this.db = db;
        this.bulk = bulk;
    }

    /** Loads the shipped divisions where there are none yet, beside villages that somebody has added. */
    @Transactional
    public void loadIfEmpty(Progress progress) {
        boolean loaded = db.sql("select exists (select from region.division where level = ?)")
                .param(DivisionLevel.PROVINCE.ordinal())
                .query(Boolean.class)
                .single();
        if (loaded) {
            return;
        }
        Text what = new Text("装载行政区划", "Loading administrative divisions");
        int[] done = {0};
        bulk.insert(
                "region.division",
                List.of("code", "name", "level", "valid_from"),
                "on conflict do nothing",
                rows -> Divisions.forEach(division -> {
                    rows.add(
                            division.code().digits(),
                            division.name(),
                            division.code().level().ordinal(),
                            Divisions.AS_OF);
                    if (++done[0] % 20_000 == 0) {
                        progress.at(what, (double) done[0] / DIVISIONS);
                    }
                }));
        db.sql("analyze region.division").update();
        progress.at(what, 1);
    }

    /** The division that {@code code} names today, or named last. */
    public Optional<Region> find(RegionCode code) {
        return db.sql("""
                        select code, name, valid_from, valid_to, successor
                        from region.division
                        where code = ?
                        order by valid_from desc
                        limit 1
                        """).param(code.digits()).query(ROW).optional();
    }

    /** What {@code code} is called; the code itself where it is not known, and 全国 for the nation. */
    public String name(RegionCode code) {
        if (code.equals(RegionCode.NATION)) {
            return new Text("全国", "China").toString();
        }
        if (code.level() == DivisionLevel.VILLAGE) {
            return find(code).map(Region::name).orElseGet(code::printed);
        }
        return names.computeIfAbsent(code, c -> find(c).map(Region::name).orElseGet(c::printed));
    }

    /** The name with those above it, from {@code from} down: 积石山保安族东乡族撒拉族自治县 大河家镇 大河村委会. */
    public String path(RegionCode code, DivisionLevel from) {
        List<String> parts = new ArrayList<>();
        for (DivisionLevel level : DivisionLevel.values()) {
            if (level.compareTo(from) >= 0 && level.compareTo(code.level()) <= 0 && level != DivisionLevel.NATION) {
                parts.add(name(code.at(level)));
            }
        }
        return parts.isEmpty() ? name(code) : String.join(" ", parts);
    }

    /** Township and village of a village's code, for the rows of a list. */
    public String townshipPath(String villageCode) {
        return path(new RegionCode(villageCode), DivisionLevel.TOWNSHIP);
    }

    /** The divisions directly below {@code code} that are in force, by code. */
    public List<Region> within(RegionCode code) {
        return db.sql("""
                        select code, name, valid_from, valid_to, successor
                        from region.division
                        where code > :code
                          and code < :end
                          and level = :level
                          and valid_to is null
                        order by code
                        """)
                .param("code", code.digits())
                .param("end", code.digits() + ":")
                .param("level", code.level().ordinal() + 1)
                .query(ROW)
                .list();
    }

    /** Notes that {@code code} was withdrawn after {@code lastDay}, and what took its place. */
    @Transactional
    public void withdraw(RegionCode code, LocalDate lastDay, Optional<RegionCode> successor) {
        db.sql(
                        "update region.division set valid_to = :last, successor = :successor where code = :code and valid_to is null")
                .param("last", lastDay)
                .param("successor", successor.map(RegionCode::digits).orElse(null))
                .param("code", code.digits())
                .update();
        names.remove(code);
    }
}
