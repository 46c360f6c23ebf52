package org.hearth.app.registry.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hearth.app.access.Doorplate;
import org.hearth.app.access.Role;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Doubles;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Person;
import org.hearth.app.registry.PersonRecords;
import org.hearth.app.registry.PersonRecords.Taken;
import org.hearth.app.registry.PersonSearch;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Sex;
import org.hearth.app.registry.Undo;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The persons of the register: list, page, corrections, other names, and two records that may be of one person. */
@Controller
@PreAuthorize("hasAnyRole('TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class PersonsController {

    private static final String ALL = "hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')";

    /** One line of two records side by side. @param same whether the two say the same */
    record Compared(Text label, String one, String other, boolean same) {}

    private final PersonSearch search;
    private final Registry registry;
    private final PersonRecords records;
    private final Doubles doubles;
    private final Undo undo;
    private final Regions regions;
    private final Audit audit;
    private final HearthClock clock;

    PersonsController(
            PersonSearch search,
            Registry registry,
            PersonRecords records,
            Doubles doubles,
            Undo undo,
            Regions regions,
            Audit audit,
            HearthClock clock) {
        this.search = search;
        this.registry = registry;
        this.records = records;
        this.doubles = doubles;
        this.undo = undo;
        this.regions = regions;
        this.audit = audit;
        this.clock = clock;
    }

    @Bean
    static Doorplate personsDoor() {
        return new Doorplate(
                21,
                new Text("人员", "Persons"),
                "/persons",
                "list-details",
                Set.of(Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER));
    }

    @GetMapping("/persons")
    @PreAuthorize(ALL)
    String persons(
            @AuthenticationPrincipal SignedIn who,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "false") boolean withoutNumber,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        model.addAttribute(
                "found", search.find(new PersonSearch.Query(text, region, withoutNumber, Math.max(page, 0))));
        model.addAttribute("text", text);
        model.addAttribute("region", region);
        model.addAttribute("withoutNumber", withoutNumber);
        boolean officer = who.role() != Role.VILLAGE_WORKER;
        model.addAttribute("officer", officer);
        model.addAttribute("doubles", officer ? doubles.count("") : 0);
        model.addAttribute("below", regions.within(who.regionCode()));
        model.addAttribute("regions", regions);
        return "registry/persons";
    }

    /** The same list as a file, with numbers masked as on the page. */
    @GetMapping("/persons.csv")
    void export(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(defaultValue = "false") boolean withoutNumber,
            HttpServletResponse response) {
        PersonSearch.Query query = new PersonSearch.Query(text, region, withoutNumber, 0);
        audit.note("persons-exported", Objects.requireNonNullElse(region, ""), search.count(query) + " persons");
        Map<String, String> villages = new HashMap<>();
        Csv.answer(
                response,
                "persons-" + clock.today() + ".csv",
                List.of(
                        new Text("姓名", "Name"),
                        new Text("性别", "Sex"),
                        new Text("出生日期", "Born"),
                        new Text("出生日期为估计", "Birth date estimated"),
                        new Text("去世日期", "Died"),
                        new Text("身份证号码", "Identity number"),
                        new Text("户号", "Household"),
                        new Text("行政区划代码", "Division code"),
                        new Text("所在村（社区）", "Village")),
                csv -> search.each(
                        query,
                        person -> csv.add(
                                person.name(),
                                person.sex().title(),
                                person.bornShown(),
                                person.bornEstimated() ? new Text("是", "yes") : null,
                                person.diedOn(),
                                person.idNumberMasked(),
                                person.householdNumber(),
                                person.region(),
                                villages.computeIfAbsent(
                                        person.region(),
                                        code -> regions.path(new RegionCode(code), DivisionLevel.COUNTY)))));
    }

    @GetMapping("/persons/{id}")
    @PreAuthorize(ALL)
    String person(@PathVariable UUID id, @AuthenticationPrincipal SignedIn who, Model model) {
        Person person = person(id);
        model.addAttribute("person", person);
        model.addAttribute("merged", !person.id().equals(id));
        model.addAttribute("names", records.namesOf(person.id()));
        model.addAttribute(
                "household",
                registry.householdOf(person.id()).flatMap(registry::household).orElse(null));
        model.addAttribute("address", regions.path(person.region(), DivisionLevel.COUNTY));
        model.addAttribute("operations", undo.ofPerson(person.id()));
        model.addAttribute("sexes", Sex.values());
        model.addAttribute("today", clock.today());
        model.addAttribute("officer", who.role() != Role.VILLAGE_WORKER);
        return "registry/person";
    }

    @PostMapping("/persons/{id}/names")
    ResponseEntity<Void> name(
            @PathVariable UUID id, @RequestParam Map<String, String> typed, HttpServletRequest request) {
        PersonForm form = new PersonForm(typed);
        String name = form.required("name", "请填写姓名。", "Give the name.");
        var from = form.day("from").orElse(null);
        var to = form.day("to").orElse(null);
        form.check();
        records.addName(id, name, !form.text("kind").equals("other"), from, to, form.text("reason"));
        return NextPage.at("/persons/" + id, request);
    }

    @PostMapping("/persons/{id}/correction")
    ResponseEntity<Void> correct(
            @PathVariable UUID id, @RequestParam Map<String, String> typed, HttpServletRequest request) {
        Person person = person(id);
        PersonForm form = new PersonForm(typed);
        String name = form.required("name", "请填写姓名。", "Give the name.");
        IdentityNumber number = form.number();
        Sex sex = number != null
                ? PersonForm.sexOf(number)
                : form.choice("sex", Sex.values(), person.sex(), "请选择性别。", "Choose the sex.");
        var born = number != null ? number.born() : form.day("born").orElse(person.born());
        String reason = form.reason();
        var on = form.on();
        form.check();
        boolean estimated = number == null && person.bornEstimated() && born.equals(person.born());
        records.correct(id, name, sex, born, estimated, number, form.ticked("nameChanged"), on, reason);
        return NextPage.at("/persons/" + id, request);
    }

    /** Two records side by side, with what differs marked. */
    @GetMapping("/persons/{id}/merge")
    String compare(@PathVariable UUID id, @RequestParam(defaultValue = "") String with, Model model) {
        Person one = person(id);
        model.addAttribute("person", one);
        model.addAttribute("with", with);
        model.addAttribute("regions", regions);
        if (!with.isBlank()) {
            List<PersonSearch.Found> found = with.length() == 36
                    ? List.of()
                    : search.find(new PersonSearch.Query(with, null, false, 0)).rows().stream()
                            .filter(row -> !row.id().equals(one.id()))
                            .toList();
            model.addAttribute("found", found);
            UUID chosen = with.length() == 36
                    ? UUID.fromString(with)
                    : found.size() == 1 ? found.getFirst().id() : null;
            if (chosen != null) {
                Person other = person(chosen);
                if (other.id().equals(one.id())) {
                    throw new Problem("这两条已是同一个人的记录。", "The two are one record already.");
                }
                model.addAttribute("other", other);
                model.addAttribute("lines", lines(one, other));
                model.addAttribute("different", registry.knownDifferent(one.id(), other.id()));
                model.addAttribute("bothNumbered", one.idNumberMasked() != null && other.idNumberMasked() != null);
            }
        }
        return "registry/compare";
    }

    @PostMapping("/persons/{id}/merge")
    ResponseEntity<Void> merge(
            @PathVariable UUID id,
            @RequestParam UUID other,
            @RequestParam(defaultValue = "one") String stays,
            @RequestParam Map<String, String> typed,
            HttpServletRequest request) {
        PersonForm form = new PersonForm(typed);
        String reason = form.reason();
        form.check();
        boolean first = stays.equals("one");
        UUID survivor = first ? id : other;
        UUID gone = first ? other : id;
        String taken = first ? "other" : "one";
        records.merge(
                survivor,
                gone,
                new Taken(
                        form.text("name").equals(taken),
                        form.text("born").equals(taken),
                        true,
                        form.text("household").equals(taken)),
                reason);
        return NextPage.at("/persons/" + survivor, request);
    }

    @PostMapping("/persons/{id}/different")
    ResponseEntity<Void> different(
            @PathVariable UUID id,
            @RequestParam UUID other,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "false") boolean back,
            HttpServletRequest request) {
        if (back) {
            records.notDifferent(id, other, reason);
        } else {
            records.different(id, other, reason);
        }
        return NextPage.at("/persons/" + id + "/merge?with=" + other, request);
    }

    private List<Compared> lines(Person one, Person other) {
        return List.of(
                line(new Text("姓名", "Name"), one.name(), other.name()),
                line(new Text("其他姓名", "Other names"), others(one), others(other)),
                line(
                        new Text("性别", "Sex"),
                        one.sex().title().toString(),
                        other.sex().title().toString()),
                new Compared(
                        new Text("出生日期", "Born"),
                        born(one, other),
                        born(other, one),
                        born(one).equals(born(other))),
                line(
                        new Text("身份证号码", "Identity number"),
                        Objects.requireNonNullElse(one.idNumberMasked(), "—"),
                        Objects.requireNonNullElse(other.idNumberMasked(), "—")),
                line(
                        new Text("电话", "Telephone"),
                        Objects.requireNonNullElse(one.phone(), "—"),
                        Objects.requireNonNullElse(other.phone(), "—")),
                line(new Text("家庭", "Household"), household(one), household(other)),
                line(
                        new Text("所在村（社区）", "Village"),
                        regions.path(one.region(), DivisionLevel.COUNTY),
                        regions.path(other.region(), DivisionLevel.COUNTY)),
                line(
                        new Text("去世日期", "Died"),
                        String.valueOf(Objects.requireNonNullElse(one.diedOn(), "—")),
                        String.valueOf(Objects.requireNonNullElse(other.diedOn(), "—"))));
    }

    private static Compared line(Text label, String one, String other) {
        return new Compared(label, one, other, one.equals(other));
    }

    // Where the dates agree, that they do is enough; where they differ, somebody has to see how.
    private static String born(Person person, Person other) {
        boolean numbered = person.idNumberMasked() != null || other.idNumberMasked() != null;
        return numbered && born(person).equals(born(other))
                ? Integer.toString(person.born().getYear())
                : born(person);
    }

    private static String born(Person person) {
        return person.bornEstimated()
                ? person.born().getYear() + new Text(" 年（估计）", " (estimated)").toString()
                : person.born().toString();
    }

    private String others(Person person) {
        String names = String.join(
                "、",
                records.namesOf(person.id()).stream()
                        .map(PersonRecords.OtherName::name)
                        .toList());
        return names.isEmpty() ? "—" : names;
    }

    private String household(Person person) {
        return registry.householdOf(person.id())
                .flatMap(registry::household)
                .map(h -> h.number() + " " + h.name() + " · "
                        + h.members().stream()
                                .filter(m -> m.person().id().equals(person.id()))
                                .findFirst()
                                .map(Household.Member::relation)
                                .map(relation -> relation.title().toString())
                                .orElse(""))
                .orElse("—");
    }

    private Person person(UUID id) {
        return registry.person(id).orElseThrow(() -> new Missing("位人员", "person"));
    }
}
