package org.hearth.app.registry.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.access.SignedIn;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.NextPage;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.region.Regions;
import org.hearth.app.registry.Doubles;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.HouseholdOperations;
import org.hearth.app.registry.HouseholdOperations.Place;
import org.hearth.app.registry.Person;
import org.hearth.app.registry.PersonRecords;
import org.hearth.app.registry.Proposals;
import org.hearth.app.registry.Proposals.Proposal;
import org.hearth.app.registry.Registry;
import org.hearth.app.registry.Registry.NewPerson;
import org.hearth.app.registry.Relation;
import org.hearth.app.registry.Residence;
import org.hearth.app.registry.Sex;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** New households and new members, the identity number first: what it tells is not asked, and who is there is not made twice. */
@Controller
@PreAuthorize("hasAnyRole('VILLAGE_WORKER', 'TOWNSHIP_OFFICER', 'COUNTY_OFFICER')")
class RegisterController {

    /**
     * What a number tells, as the form shows it below the field.
     *
     * @param fault why it is none; absent for a valid one
     * @param person who has it, where one may see them
     * @param elsewhere the office where they are registered, where one may not
     */
    record NumberRead(
            IdentityNumber.@Nullable Fault fault,
            @Nullable IdentityNumber number,
            @Nullable Sex sex,
            String issuedAt,
            boolean withdrawn,
            @Nullable Person person,
            @Nullable UUID household,
            @Nullable String elsewhere) {}

    private final Registry registry;
    private final HouseholdOperations operations;
    private final Proposals proposals;
    private final ProposalSteps steps;
    private final Doubles doubles;
    private final PersonRecords records;
    private final Villages villages;
    private final Regions regions;
    private final Audit audit;
    private final HearthClock clock;

    RegisterController(
            Registry registry,
            HouseholdOperations operations,
            Proposals proposals,
            ProposalSteps steps,
            Doubles doubles,
            PersonRecords records,
            Villages villages,
            Regions regions,
            Audit audit,
            HearthClock clock) {
        this.registry = registry;
        this.operations = operations;
        this.proposals = proposals;
        this.steps = steps;
        this.doubles = doubles;
        this.records = records;
        this.villages = villages;
        this.regions = regions;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping("/households/new")
    String newHousehold(@AuthenticationPrincipal SignedIn who, Model model) {
        model.addAttribute("townships", villages.of(who));
        form(model);
        return "registry/new";
    }

    @PostMapping("/households/new")
    ResponseEntity<Void> register(
            @RequestParam Map<String, String> typed,
            @AuthenticationPrincipal SignedIn who,
            HttpServletRequest request) {
        PersonForm form = new PersonForm(typed);
        NewPerson head = form.person(Relation.HEAD, clock.today());
        Residence residence = form.residence();
        RegionCode village = village(form, who);
        String reason = form.reason();
        var on = form.on();
        form.check();
        notElsewhere(form, head.idNumber());
        List<Doubles.Side> others = likelyAlreadyThere(form, head, village);
        UUID household = operations.register(new Place(village, residence, form.text("address")), head, on, reason);
        areOthers(head, others);
        return NextPage.at("/households/" + household, request);
    }

    /** What the typed number tells: asked for at every change of the field. */
    @GetMapping("/persons/number")
    String number(
            @RequestParam(defaultValue = "") String idNumber,
            @RequestParam(required = false) @Nullable UUID household,
            Model model) {
        model.addAttribute("joining", household);
        if (idNumber.isBlank()) {
            return "registry/number :: nothing";
        }
        model.addAttribute("read", read(idNumber));
        return "registry/number :: read";
    }

    @GetMapping("/households/{id}/members/new")
    String newMember(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID person,
            @RequestParam(required = false) @Nullable UUID proposal,
            Model model) {
        Household household = household(id);
        model.addAttribute("household", household);
        Proposal proposed =
                proposal == null ? null : proposals.proposal(proposal).orElse(null);
        model.addAttribute("proposed", proposed);
        model.addAttribute("suggested", proposed == null ? null : steps.relation(proposed, household));
        model.addAttribute(
                "person",
                person == null ? null : registry.person(person).orElseThrow(() -> new Missing("位人员", "person")));
        form(model);
        return "registry/member";
    }

    @PostMapping("/households/{id}/members/new")
    ResponseEntity<Void> join(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID proposal,
            @RequestParam Map<String, String> typed,
            HttpServletRequest request) {
        if (proposal != null && isBlank(typed, "idNumber") && isBlank(typed, "born") && isBlank(typed, "age")) {
            proposals.number(proposal).ifPresent(number -> typed.put("idNumber", number));
        }
        PersonForm form = new PersonForm(typed);
        Relation relation = form.relation("relation");
        String reason = form.reason();
        var on = form.on();
        if (form.text("person").isEmpty()) {
            NewPerson person = form.person(relation, clock.today());
            form.check();
            notElsewhere(form, person.idNumber());
            List<Doubles.Side> others =
                    likelyAlreadyThere(form, person, household(id).region());
            operations.join(id, person, on, reason);
            areOthers(person, others);
        } else {
            form.check();
            operations.join(id, UUID.fromString(form.text("person")), relation, on, reason);
        }
        return NextPage.at("/households/" + id, request);
    }

    private static boolean isBlank(Map<String, String> typed, String field) {
        return typed.getOrDefault(field, "").isBlank();
    }

    /** Who in the register is likely the one being entered: asked for at every change of the form. */
    @GetMapping("/persons/likely")
    String likely(
            @RequestParam Map<String, String> typed,
            @RequestParam(required = false) @Nullable UUID household,
            @AuthenticationPrincipal SignedIn who,
            Model model) {
        PersonForm form = new PersonForm(typed);
        NewPerson person = form.person(Relation.OTHER, clock.today());
        Optional<RegionCode> place = household == null
                ? Optional.of(form.text("village"))
                        .filter(code -> villages.village(code).isPresent())
                        .map(RegionCode::new)
                        .or(() -> Optional.of(who.regionCode()))
                : Optional.of(household(household).region());
        // What is still missing is told when the form is sent; a number that is somebody's is told at its own field.
        boolean asks = form.isComplete()
                && (person.idNumber() == null
                        || registry.personWith(person.idNumber()).isEmpty());
        model.addAttribute("there", asks ? doubles.likelyAlreadyThere(person, place.orElseThrow()) : List.of());
        model.addAttribute("joining", household);
        model.addAttribute("another", form.ticked("another"));
        model.addAttribute("regions", regions);
        return "registry/number :: likely";
    }

    /** @throws Problem where somebody is likely there and nobody has said that this is another person */
    private List<Doubles.Side> likelyAlreadyThere(PersonForm form, NewPerson person, RegionCode village) {
        List<Doubles.Side> there = doubles.likelyAlreadyThere(person, village);
        if (!there.isEmpty() && !form.ticked("another")) {
            String names = there.stream()
                    .limit(3)
                    .map(side -> side.name() + " " + side.bornShown())
                    .collect(Collectors.joining("、"));
            form.fault(
                    "name",
                    "档案中可能已有此人：" + names + "。请先核对；确认不是同一人的，勾选“已核对，不是同一人”后再提交。",
                    "The register may have this person already: " + names
                            + ". Look first; if it is somebody else, tick that and send again.");
            form.check();
        }
        return there;
    }

    private void areOthers(NewPerson person, List<Doubles.Side> others) {
        others.forEach(other -> records.different(person.id(), other.id(), "登记时已核对，不是同一人"));
    }

    private void form(Model model) {
        model.addAttribute("residences", Residence.values());
        model.addAttribute("relations", Relation.values());
        model.addAttribute("sexes", Sex.values());
        model.addAttribute("today", clock.today());
    }

    private RegionCode village(PersonForm form, SignedIn who) {
        String code = form.text("village");
        if (villages.village(code).isEmpty() || !who.regionCode().contains(new RegionCode(code))) {
            form.fault("village", "请选择所在的村（社区）。", "Choose the village.");
            return RegionCode.NATION;
        }
        return new RegionCode(code);
    }

    /** Says where a person is registered whom one may not see, and nothing more of them. */
    private void notElsewhere(PersonForm form, @Nullable IdentityNumber number) {
        if (number == null || registry.personWith(number).isPresent()) {
            return;
        }
        elsewhere(number).ifPresent(office -> {
            form.fault(
                    "idNumber",
                    "此人已在" + office + "登记，不能重复登记；请联系该地办理迁移。",
                    "This person is registered in " + office + "; ask that office to move them.");
            form.check();
        });
    }

    private Optional<String> elsewhere(IdentityNumber number) {
        return Scopes.within(Scope.system("registry"), () -> registry.personWith(number))
                .map(person -> {
                    audit.note("registered-elsewhere-seen", person.id().toString(), number.masked());
                    return regions.path(person.region().at(DivisionLevel.COUNTY), DivisionLevel.PROVINCE);
                });
    }

    private NumberRead read(String text) {
        return switch (IdentityNumber.read(text)) {
            case IdentityNumber.Reading.Invalid(IdentityNumber.Fault fault) ->
                new NumberRead(fault, null, null, "", false, null, null, null);
            case IdentityNumber.Reading.Valid(IdentityNumber number) -> {
                Optional<Person> person = registry.personWith(number);
                RegionCode issued = number.division();
                var division = regions.find(issued);
                yield new NumberRead(
                        null,
                        number,
                        PersonForm.sexOf(number),
                        division.isPresent()
                                ? regions.path(issued, DivisionLevel.PROVINCE)
                                : regions.path(issued.at(DivisionLevel.PREFECTURE), DivisionLevel.PROVINCE) + " "
                                        + issued.printed(),
                        division.isEmpty() || division.get().validTo() != null,
                        person.orElse(null),
                        person.flatMap(p -> registry.householdOf(p.id())).orElse(null),
                        person.isPresent() ? null : elsewhere(number).orElse(null));
            }
        };
    }

    private Household household(UUID id) {
        return Objects.requireNonNull(registry.household(id).orElseThrow(() -> new Missing("户家庭", "household")));
    }
}
