package org.hearth.app.bulletin;

import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** The bulletin on screen: figures by section, each leading to its divisions and to the rows behind it. */
@Controller
@PreAuthorize("hasAnyRole('COUNTY_OFFICER', 'STATISTICIAN', 'TOWNSHIP_OFFICER')")
class BulletinController {

    private static final int ROWS_ON_A_PAGE = 200;

    /** The region and days that a page is about. */
    record Period(RegionCode region, LocalDate from, LocalDate to) {

        /** The same, as the query of an address. */
        public String query() {
            return "?region=" + region.digits() + "&from=" + from + "&to=" + to;
        }
    }

    private final Bulletin bulletin;
    private final Regions regions;
    private final HearthClock clock;
    private final JsonMapper json;
    private final MessageSource words;

    BulletinController(Bulletin bulletin, Regions regions, HearthClock clock, JsonMapper json, MessageSource words) {
        this.bulletin = bulletin;
        this.regions = regions;
        this.clock = clock;
        this.json = json;
        this.words = words;
    }

    @Bean
    static Doorplate bulletinDoor() {
        return new Doorplate(
                95,
                new Text("情况通报", "Bulletin"),
                "/bulletin",
                "chart-bar",
                Set.of(Role.COUNTY_OFFICER, Role.STATISTICIAN, Role.TOWNSHIP_OFFICER));
    }

    @GetMapping("/bulletin")
    String bulletin(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
            Model model) {
        Period period = period(who, region, from, to);
        frame(model, who, period);
        model.addAttribute("sections", bulletin.sections(period.region(), period.from(), period.to()));
        return "bulletin/bulletin";
    }

    @GetMapping("/bulletin/{figure}")
    String figure(
            @PathVariable String figure,
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
            Model model) {
        Period period = period(who, region, from, to);
        frame(model, who, period);
        model.addAttribute("figure", bulletin.figure(figure, period.region(), period.from(), period.to()));
        List<Bulletin.Part> parts = bulletin.byDivision(figure, period.region(), period.from(), period.to());
        model.addAttribute("parts", parts);
        model.addAttribute("chart", chart(parts));
        Bulletin.Rows rows = bulletin.rows(figure, period.region(), period.from(), period.to(), ROWS_ON_A_PAGE);
        // A statistician reads figures and rows, and has no business on a household's page.
        String link = who.role() == Role.STATISTICIAN ? "" : bulletin.link(figure);
        model.addAttribute("count", rows.count());
        model.addAttribute("rows", RowsOnScreen.of(rows, link, regions, words, LocaleContextHolder.getLocale()));
        return "bulletin/figure";
    }

    @GetMapping("/bulletin/{figure}/rows.csv")
    void rows(
            @PathVariable String figure,
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
            HttpServletResponse response) {
        Period period = period(who, region, from, to);
        Csv.answer(
                response,
                figure + ".csv",
                bulletin.columns(figure),
                file -> bulletin.each(
                        figure, period.region(), period.from(), period.to(), row -> file.add(row.toArray())));
    }

    private void frame(Model model, SignedIn who, Period period) {
        model.addAttribute("period", period);
        model.addAttribute("regionName", regions.path(period.region(), DivisionLevel.PROVINCE));
        model.addAttribute(
                "choices",
                period.region().level() == DivisionLevel.VILLAGE ? List.of() : regions.within(period.region()));
        model.addAttribute(
                "up",
                period.region().equals(who.regionCode())
                        ? null
                        : period.region()
                                .at(
                                        DivisionLevel.values()[
                                                Math.max(
                                                        period.region().level().ordinal() - 1,
                                                        who.regionCode().level().ordinal())]));
        model.addAttribute("regions", regions);
    }

    private Period period(SignedIn who, @Nullable String region, @Nullable LocalDate from, @Nullable LocalDate to) {
        RegionCode place = region == null || region.isBlank() ? who.regionCode() : RegionCode.parse(region);
        if (!who.regionCode().contains(place)) {
            throw new Missing("个地区", "region");
        }
        LocalDate today = clock.today();
        // The winter action begins in November; a bulletin asked for in summer is about the winter before.
        LocalDate winter = LocalDate.of(today.getMonthValue() >= 11 ? today.getYear() : today.getYear() - 1, 11, 1);
        Period period = new Period(place, from == null ? winter : from, to == null ? today : to);
        if (period.from().isAfter(period.to())) {
            throw new Problem(
                    "开始日期 " + period.from() + " 晚于结束日期 " + period.to() + "，请改正。",
                    "The first day, " + period.from() + ", is after the last, " + period.to() + ". Mend one of them.");
        }
        return period;
    }

    private String chart(List<Bulletin.Part> parts) {
        return json.writeValueAsString(Map.of(
                        "grid", Map.of("left", 8, "right", 24, "top", 8, "bottom", 8, "containLabel", true),
                        "color", List.of("#0b6b6b"),
                        "tooltip", Map.of("trigger", "axis"),
                        "xAxis", Map.of("type", "value"),
                        "yAxis",
                                Map.of(
                                        "type",
                                        "category",
                                        "inverse",
                                        true,
                                        "data",
                                        parts.stream().map(Bulletin.Part::name).toList()),
                        "series",
                                List.of(Map.of(
                                        "type",
                                        "bar",
                                        "barMaxWidth",
                                        18,
                                        "data",
                                        parts.stream().map(Bulletin.Part::value).toList()))))
                .replace("</", "<\\/");
    }
}
