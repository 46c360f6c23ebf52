package org.hearth.app.winter;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hearth.app.access.Role;
import org.hearth.app.casework.AlertCases;
import org.hearth.app.monitoring.Alert;
import org.hearth.app.monitoring.Department;
import org.hearth.app.monitoring.Disposition;
import org.hearth.app.monitoring.Level;
import org.hearth.app.monitoring.Monitoring;
import org.hearth.app.monitoring.NightlyScreening;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Township officers go home in pairs and answer their alerts, most within the time limit; what becomes a case they accept. */
@Component
class MonitoringScene implements Scene {

    /** Alerts from here on wait for whoever looks at the demonstration. */
    private static final LocalDate LEFT_TO_THE_VIEWER = WinterPlay.LAST.minusDays(14);

    private static final double ANSWERED_BEFORE_ITS_LAST_DAY = 0.3;
    private static final double ANSWERED_WHEN_DUE = 0.8;

    private final Monitoring monitoring;
    private final AlertCases cases;
    private final NightlyScreening screening;
    private final PolicyPack policy;
    private final TransactionTemplate transaction;

    MonitoringScene(
            Monitoring monitoring,
            AlertCases cases,
            NightlyScreening screening,
            PolicyPack policy,
            TransactionTemplate transaction) {
        this.monitoring = monitoring;
        this.cases = cases;
        this.screening = screening;
        this.policy = policy;
        this.transaction = transaction;
    }

    @Override
    public int order() {
        return 200;
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        // Every night for real; in the play once a month, which shows the same and keeps it short.
        if (day.getDayOfMonth() == 1) {
            screening.screen(day);
        }
        if (!policy.workingDays().isWorkingDay(day)) {
            return;
        }
        winter.at(day, LocalTime.of(9, 0));
        SplittableRandom chance = winter.chance(this, day);
        Map<RegionCode, List<Alert>> byOffice = Scopes.within(Scope.system("winter"), monitoring::unanswered).stream()
                .filter(alert -> alert.raisedOn().isBefore(LEFT_TO_THE_VIEWER))
                .filter(alert -> chance.nextDouble()
                        < (alert.dueOn().isAfter(day) ? ANSWERED_BEFORE_ITS_LAST_DAY : ANSWERED_WHEN_DUE))
                .collect(Collectors.groupingBy(Alert::owner, TreeMap::new, Collectors.toList()));
        byOffice.forEach((office, alerts) -> winter.run(
                Role.TOWNSHIP_OFFICER,
                office,
                () -> transaction.executeWithoutResult(status -> alerts.forEach(alert -> answer(alert, day, chance)))));
    }

    private void answer(Alert alert, LocalDate day, SplittableRandom chance) {
        if (alert.level() == Level.RED
                || alert.level() == Level.ORANGE
                || alert.lapsed().isPresent()
                || alert.uncovered().isPresent()) {
            monitoring.recordHomeVerification(alert.id(), List.of("马建国", "马秀兰"), "入户核查，情况与预警相符。", day);
        }
        if (alert.lapsed().isPresent()) {
            monitoring.close(alert.id(), Disposition.END, "入户核实不再符合条件，按程序终止。");
        } else if (cases.offered(alert).isPresent()) {
            cases.accept(alert, "入户核实属实，启动申请程序。");
        } else if (alert.uncovered().isPresent()) {
            monitoring.close(alert.id(), Disposition.DELIVER, "入户核实属实，申请已在办理。");
        } else {
            double which = chance.nextDouble();
            if (which < 0.55) {
                monitoring.close(alert.id(), Disposition.DELIVER, "已落实相应救助政策。");
            } else if (which < 0.85) {
                monitoring.push(alert.id(), department(alert), "超出民政职责的需求，请按职责核办。");
            } else {
                monitoring.close(alert.id(), Disposition.CONFERENCE, "多重困难，提交县级协调机制一事一议。");
            }
        }
    }

    private static Department department(Alert alert) {
        String indicator = alert.indicator().code();
        if (indicator.contains("medical") || indicator.contains("illness") || indicator.contains("premium")) {
            return Department.HEALTH_INSURANCE;
        }
        if (indicator.contains("dwelling")) {
            return Department.HOUSING;
        }
        if (indicator.contains("disaster")) {
            return Department.EMERGENCY;
        }
        if (indicator.contains("school") || indicator.contains("student") || indicator.contains("education")) {
            return Department.EDUCATION;
        }
        if (indicator.contains("disab")) {
            return Department.DISABLED_FEDERATION;
        }
        return indicator.contains("job") || indicator.contains("unemploy")
                ? Department.EMPLOYMENT
                : Department.RURAL_AFFAIRS;
    }
}
