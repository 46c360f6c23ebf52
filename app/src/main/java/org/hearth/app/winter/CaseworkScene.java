package org.hearth.app.winter;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hearth.app.access.Role;
import org.hearth.app.casework.CaseFile;
import org.hearth.app.casework.CaseState;
import org.hearth.app.casework.Casework;
import org.hearth.app.casework.Emergency;
import org.hearth.app.casework.EmergencyCause;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.hearth.app.registry.Household;
import org.hearth.app.registry.Registry;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Cases go through their steps on working days; emergencies happen on any day and are helped first. */
@Component
class CaseworkScene implements Scene {

    private static final List<String> INVESTIGATORS = List.of("马建国", "马秀兰");
    private static final double STEP_TAKEN_EARLY = 0.45;
    private static final double STEP_TAKEN_WHEN_DUE = 0.85;
    // Three emergencies a day among twenty thousand low-income households.
    private static final double EMERGENCIES_A_DAY_AND_HOUSEHOLD = 0.000_15;

    // National means stand in for the sums that these people would set where the rules give none: January to September
    // 2023, 143.68 bn yuan
    // of
    // dibao for 39.952 m persons, 40.82 bn of tekun for 4.694 m, 6.4 bn of temporary assistance for 4.818 m times.
    private static final Yuan DIBAO_A_PERSON_AND_MONTH = Yuan.of("400");
    private static final Yuan TEKUN_A_PERSON_AND_MONTH = Yuan.of("966");
    private static final Yuan TEMPORARY_ONCE = Yuan.of("1328");

    private final Casework casework;
    private final Registry registry;
    private final PolicyPack policy;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    // The register grows no more once the winter has begun.
    private final Map<RegionCode, List<Registered>> roll = new TreeMap<>();

    private record Registered(UUID id, RegionCode region) {}

    CaseworkScene(
            Casework casework, Registry registry, PolicyPack policy, JdbcClient db, TransactionTemplate transaction) {
        this.casework = casework;
        this.registry = registry;
        this.policy = policy;
        this.db = db;
        this.transaction = transaction;
    }

    @Override
    public int order() {
        return 300;
    }

    @Override
    public void prepare(Winter winter) {
        roll.clear();
        winter.regions().forEach(region -> roll.put(region, registered(region)));
    }

    private List<Registered> registered(RegionCode region) {
        return Scopes.within(
                new Scope(region, "system:winter"),
                () -> db.sql("select id, region from registry.household order by id")
                        .query((row, n) -> new Registered(
                                row.getObject("id", UUID.class), new RegionCode(row.getString("region"))))
                        .list());
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        SplittableRandom chance = winter.chance(this, day);
        winter.at(day, LocalTime.of(10, 0));
        emergencies(winter, day, chance);
        if (policy.workingDays().isWorkingDay(day)) {
            steps(winter, day, chance, Role.TOWNSHIP_OFFICER, DivisionLevel.TOWNSHIP, this::townshipStep);
            steps(winter, day, chance, Role.COUNTY_OFFICER, DivisionLevel.COUNTY, this::countyStep);
        }
    }

    private void emergencies(Winter winter, LocalDate day, SplittableRandom chance) {
        long households = roll.values().stream().mapToLong(List::size).sum();
        double expected = households * EMERGENCIES_A_DAY_AND_HOUSEHOLD;
        long today = (long) expected + (chance.nextDouble() < expected - (long) expected ? 1 : 0);
        EmergencyCause[] causes = {EmergencyCause.FIRE, EmergencyCause.ACCIDENT, EmergencyCause.ILLNESS};
        for (long i = 0; i < today; i++) {
            RegionCode region =
                    winter.regions().get(chance.nextInt(winter.regions().size()));
            Registered struck = struck(region, chance);
            EmergencyCause cause = causes[chance.nextInt(causes.length)];
            Yuan amount = Yuan.ofFen(100L * chance.nextInt(500, 2_200));
            UUID id = new UUID(chance.nextLong(), chance.nextLong());
            if (struck != null) {
                RegionCode township = struck.region().at(DivisionLevel.TOWNSHIP);
                winter.run(Role.TOWNSHIP_OFFICER, township, () -> help(struck.id(), id, cause, amount, day));
            }
        }
    }

    private @Nullable Registered struck(RegionCode region, SplittableRandom chance) {
        List<Registered> households = roll.getOrDefault(region, List.of());
        return households.isEmpty() ? null : households.get((int) chance.nextLong(households.size()));
    }

    private void help(UUID household, UUID id, EmergencyCause cause, Yuan amount, LocalDate day) {
        boolean helpedBefore = casework.of(household).stream()
                .anyMatch(file -> file.cause() == cause && file.acceptedOn().getYear() == day.getYear());
        if (!helpedBefore) {
            casework.helpFirst(new Emergency(id, household, null, cause, account(cause), amount), day);
        }
    }

    private static String account(EmergencyCause cause) {
        return switch (cause) {
            case FIRE -> "家中失火，衣被和部分房屋烧毁。";
            case ACCIDENT -> "家庭成员遭遇交通事故，住院治疗。";
            case ILLNESS -> "家庭成员突发重病，急需住院押金。";
            case DISASTER -> "房屋因灾受损。";
            case OTHER -> "遭遇特殊困难，生活难以为继。";
        };
    }

    /** A step of one case on one day. */
    private interface Step {
        void take(CaseFile file, LocalDate day, SplittableRandom chance);
    }

    private void steps(
            Winter winter, LocalDate day, SplittableRandom chance, Role role, DivisionLevel level, Step step) {
        Map<RegionCode, List<CaseFile>> byOffice = Scopes.within(Scope.system("winter"), casework::underWay).stream()
                .filter(file -> chance.nextDouble() < likelihood(file, day))
                .collect(Collectors.groupingBy(
                        file -> file.region().at(level), TreeMap::new, Collectors.toCollection(ArrayList::new)));
        byOffice.forEach((office, files) -> winter.run(
                role,
                office,
                () -> transaction.executeWithoutResult(status -> files.forEach(file -> step.take(file, day, chance)))));
    }

    private static double likelihood(CaseFile file, LocalDate day) {
        LocalDate due = file.nextDueOn();
        return due != null && due.isAfter(day) ? STEP_TAKEN_EARLY : STEP_TAKEN_WHEN_DUE;
    }

    private void townshipStep(CaseFile file, LocalDate day, SplittableRandom chance) {
        switch (file.state()) {
            case ACCEPTED -> casework.recordInvestigation(file.id(), INVESTIGATORS, "入户查看住房、收入和家庭成员情况，与申请相符。", day);
            case INVESTIGATED -> {
                if (file.dataCheckedOn() != null) {
                    boolean agreed = chance.nextDouble() < 0.92;
                    casework.review(
                            file.id(),
                            agreed,
                            agreed ? set(file, day) : null,
                            agreed ? "符合条件，建议确认。" : "收入或财产不符合规定。",
                            day);
                }
            }
            case REVIEWED -> {
                if (file.publicNotice() && Boolean.TRUE.equals(file.agreed())) {
                    casework.postNotice(file.id(), day);
                }
            }
            case PUBLIC_NOTICE -> {
                LocalDate lastDay = file.noticeTo();
                if (file.round() == 1 && lastDay != null && !day.isAfter(lastDay) && chance.nextDouble() < 0.005) {
                    casework.object(file.id(), "同村村民", "认为该户收入高于申报。", day);
                }
            }
            case DECIDED -> {
                if (file.advance()) {
                    casework.completePaperwork(file.id(), INVESTIGATORS, "入户核实急难情况，补齐材料和签字。", day);
                } else {
                    casework.recordTold(file.id(), day);
                }
            }
            case CLOSED -> {}
        }
    }

    private void countyStep(CaseFile file, LocalDate day, SplittableRandom chance) {
        if (file.dataCheckedOn() == null
                && (file.state() == CaseState.ACCEPTED || file.state() == CaseState.INVESTIGATED)) {
            casework.recordDataCheck(file.id(), day);
        } else if (file.canBeDecidedOn(day)) {
            if (Boolean.TRUE.equals(file.agreed())) {
                boolean byTheRules = casework.assess(file, day).amount().isPresent();
                casework.approve(
                        file.id(),
                        byTheRules ? null : file.proposed(),
                        new Text("经调查、核对和公示，符合条件。", "Investigated, checked and posted: the conditions are met."),
                        day);
            } else {
                casework.refuse(
                        file.id(),
                        new Text("经核对，收入或财产不符合规定。", "By the data check, income or assets are outside the rule."),
                        day);
            }
        }
    }

    /** What the officers set where the rules give no amount from what is known. */
    private @Nullable Yuan set(CaseFile file, LocalDate day) {
        if (casework.assess(file, day).amount().isPresent()) {
            return null;
        }
        long persons =
                registry.household(file.householdId()).map(Household::size).orElse(1L);
        return switch (file.kind()) {
            case DIBAO -> DIBAO_A_PERSON_AND_MONTH.times(Math.max(1, persons));
            case TEKUN -> TEKUN_A_PERSON_AND_MONTH.times(Math.max(1, persons));
            case ORPHAN, UNATTENDED_CHILD ->
                new Yuan(policy.packOn(file.acceptedOn())
                        .parameters()
                        .value("orphan.dispersed", file.region().digits(), "rural", file.acceptedOn())
                        .number());
            case TEMPORARY_SPENDING, TEMPORARY_EMERGENCY -> TEMPORARY_ONCE;
            case EDGE, RIGID -> null;
        };
    }
}
