package org.hearth.app.casework;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hearth.app.casework.Duty.Name;
import org.hearth.app.platform.PolicyPack;
import org.hearth.policy.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The statutory time limits of a case, counted on the pack's calendar: the day after an act is day 1. Each limit is a
 * dated value of the pack, {@code case.KIND.DUTY}, in force on the day of acceptance.
 */
@Component
class Clocks {

    private final PolicyPack policy;

    Clocks(PolicyPack policy) {
        this.policy = policy;
    }

    /** The last day of the whole procedure of a case accepted on {@code acceptedOn}. */
    LocalDate wholeDueOn(CaseKind kind, String region, boolean special, LocalDate acceptedOn) {
        return after(acceptedOn, limit(kind, special ? "whole-special" : "whole", region, acceptedOn));
    }

    /** The last day of {@code duty} when what it follows happened on {@code from}. */
    LocalDate dueOn(CaseKind kind, Name duty, String region, LocalDate acceptedOn, LocalDate from) {
        return after(from, limit(kind, duty.code(), region, acceptedOn));
    }

    /** The last day for the paperwork of help given first on {@code paidOn}. */
    LocalDate paperworkDueOn(String region, LocalDate paidOn) {
        return after(paidOn, paperwork(region, paidOn));
    }

    /** All duties of a case, in the order of the procedure, as far as their beginning is known. */
    List<Duty> duties(CaseFile file) {
        String region = file.region().digits();
        LocalDate accepted = file.acceptedOn();
        List<Duty> duties = new ArrayList<>();
        if (file.advance()) {
            Parameters.Value limit = paperwork(region, accepted);
            duties.add(duty(Name.PAPERWORK, after(accepted, limit), file.paperedOn(), limit));
            return duties;
        }
        add(duties, file, Name.INVESTIGATE, accepted, file.investigatedOn());
        add(duties, file, Name.DATA_CHECK, accepted, file.dataCheckedOn());
        LocalDate noticed = file.noticeFrom();
        LocalDate noticedTo = file.noticeTo();
        if (noticed != null && noticedTo != null) {
            add(duties, file, Name.NOTICE, noticed, noticedTo);
        }
        LocalDate received = receivedByCounty(file);
        if (received != null) {
            add(duties, file, Name.DECIDE, received, file.decidedOn());
        }
        LocalDate decided = file.decidedOn();
        if (decided != null) {
            add(duties, file, Name.TELL, decided, file.toldOn());
        }
        Parameters.Value whole = limit(file.kind(), file.special() ? "whole-special" : "whole", region, accepted);
        duties.add(duty(Name.WHOLE, file.wholeDueOn(), decided, whole));
        return duties;
    }

    /** The day from which the county's time runs: the first day after the notice, or the opinion where there is none. */
    private static @Nullable LocalDate receivedByCounty(CaseFile file) {
        LocalDate noticed = file.noticeTo();
        return noticed != null
                ? noticed
                : file.publicNotice() && Boolean.TRUE.equals(file.agreed()) ? null : file.reviewedOn();
    }

    private void add(List<Duty> duties, CaseFile file, Name name, LocalDate from, @Nullable LocalDate doneOn) {
        Parameters.Value limit = limit(file.kind(), name.code(), file.region().digits(), file.acceptedOn());
        duties.add(duty(name, after(from, limit), doneOn, limit));
    }

    private static Duty duty(Name name, LocalDate dueOn, @Nullable LocalDate doneOn, Parameters.Value limit) {
        return new Duty(name, dueOn, doneOn, limit.source(), limit.illustrative());
    }

    private Parameters.Value limit(CaseKind kind, String duty, String region, LocalDate acceptedOn) {
        // Time limits are the same in town and country, so either residence finds them.
        return policy.packOn(acceptedOn)
                .parameters()
                .value("case." + kind.code() + "." + duty, region, "rural", acceptedOn);
    }

    private Parameters.Value paperwork(String region, LocalDate on) {
        return policy.packOn(on).parameters().value("temporary.paperwork-working-days", region, "rural", on);
    }

    private LocalDate after(LocalDate from, Parameters.Value limit) {
        int days = limit.number().intValueExact();
        return switch (limit.unit().toLowerCase(Locale.ROOT)) {
            case "working-day" -> policy.workingDays().plus(from, days);
            case "day" -> from.plusDays(days);
            default -> throw new IllegalStateException(limit.name() + " is counted in " + limit.unit());
        };
    }
}
