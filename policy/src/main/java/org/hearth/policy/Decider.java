package org.hearth.policy;

import static org.hearth.policy.Form.UNKNOWN;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides one household: fills its rows, runs the decisions, and reads the determination off them. */
final class Decider {

    private record Place(String region, String residence, LocalDate on) {}

    private final Function<String, Determination.PackName> name;
    private final Program program;
    private final Outcome outcome;
    private final Parameters parameters;
    private final WorkingDays calendar;
    private final FactReader reader;
    private final JavaTarget target;
    private final Explanation explanation;
    private final Map<Place, long[]> inForce = new ConcurrentHashMap<>();

    Decider(
            Function<String, Determination.PackName> name,
            Program program,
            Outcome outcome,
            Parameters parameters,
            WorkingDays calendar) {
        this.name = name;
        this.program = program;
        this.outcome = outcome;
        this.parameters = parameters;
        this.calendar = calendar;
        this.reader = new FactReader(program);
        this.target = new JavaTarget(program);
        this.explanation = new Explanation(program, reader);
    }

    /** The rows of a household with every decision worked out. */
    Row run(HouseholdDocument document) {
        Row household = reader.read(document);
        fillParameters(document, household);
        target.run(household);
        return household;
    }

    /** Runs the decisions again on rows whose facts and parameters are filled in. */
    void rerun(Row household) {
        target.run(household);
    }

    private void fillParameters(HouseholdDocument document, Row household) {
        var place = new Place(document.region(), document.residence(), document.on());
        if (inForce.size() > 10_000) {
            inForce.clear();
        }
        long[] values = inForce.computeIfAbsent(place, this::valuesInForce);
        var facts = program.dictionary().parameters;
        for (int i = 0; i < values.length; i++) {
            var fact = facts.get(i);
            Object override = document.parameters().get(fact.name());
            Slot slot = program.slot(Entity.HOUSEHOLD, fact.slot());
            household.values[slot.index()] = override == null ? values[i] : overridden(fact, slot, override);
        }
        for (String given : document.parameters().keySet()) {
            if (facts.stream().noneMatch(fact -> fact.name().equals(given))) {
                throw new IllegalArgumentException("parameters." + given + ": the pack has no such parameter");
            }
        }
    }

    private long overridden(Dictionary.ParameterFact fact, Slot slot, Object value) {
        try {
            return reader.value(slot.type(), value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameters." + fact.name() + ": " + e.getMessage(), e);
        }
    }

    private long[] valuesInForce(Place place) {
        return program.dictionary().parameters.stream()
                .mapToLong(fact -> valueInForce(fact, place.region(), place.residence(), place.on()))
                .toArray();
    }

    long valueInForce(Dictionary.ParameterFact fact, String region, String residence, LocalDate on) {
        String whose = fact.residence() == null ? residence : fact.residence();
        var value = parameters.value(fact.name(), region, whose, on);
        if (fact.before() && value.validFrom().isAfter(LocalDate.MIN)) {
            var replaced = parameters.find(
                    fact.name(), region, whose, value.validFrom().minusDays(1));
            value = replaced == null ? value : replaced;
        }
        return reader.value(program.slot(Entity.HOUSEHOLD, fact.slot()).type(), value.value());
    }

    Determination decide(HouseholdDocument document) {
        Row household = run(document);
        String stratum = stratum(household, outcome.stratum());
        Row[] members = household.lists[Entity.MEMBER.ordinal()];
        var results = new ArrayList<Determination.MemberResult>();
        for (int i = 0; i < members.length; i++) {
            results.add(new Determination.MemberResult(
                    document.members().get(i).id(),
                    members[i].values[outcome.counted().index()] == 1,
                    stratum(members[i], outcome.memberStratum()),
                    marks(members[i])));
        }
        BigDecimal income = amount(household, outcome.perCapitaIncome());
        return new Determination(
                document.id(),
                document.on(),
                document.region(),
                name.apply(document.region()),
                stratum,
                income != null ? income : amount(household, outcome.perCapitaIncomeAtLeast()),
                holds(household, outcome.rigidShareWorkedOut()) ? amount(household, outcome.rigidShare()) : null,
                results,
                benefits(document, household),
                refusals(document, household),
                duties(document, household),
                explanation.of(document, household, parameters, outcome),
                questions(document, household));
    }

    private @Nullable BigDecimal amount(Row row, Slot slot) {
        return (BigDecimal) reader.readable(slot.type(), row.values[slot.index()]);
    }

    private String stratum(Row row, Slot slot) {
        Object code = reader.readable(slot.type(), row.values[slot.index()]);
        return code == null ? "undetermined" : code.toString();
    }

    private List<String> marks(Row member) {
        Table table = Objects.requireNonNull(program.tables().get(outcome.marks()));
        long bits = member.values[outcome.marks().index()];
        var marks = new ArrayList<String>();
        for (int rule = 0; rule < table.outputs().size(); rule++) {
            if ((bits >> rule & 1) == 1
                    && table.outputs().get(rule).getFirst() instanceof Form.Constant(Type t, long code)) {
                String mark = program.symbols().code(code);
                if (!marks.contains(mark)) {
                    marks.add(mark);
                }
            }
        }
        return marks;
    }

    /** Something to do with each row of a kind; the member's id is null for the household itself. */
    private interface Visit {
        void row(Row row, @Nullable String member);
    }

    private static void visit(Entity each, HouseholdDocument document, Row household, Visit visit) {
        if (each == Entity.HOUSEHOLD) {
            visit.row(household, null);
            return;
        }
        Row[] members = household.lists[Entity.MEMBER.ordinal()];
        for (int i = 0; i < members.length; i++) {
            visit.row(members[i], document.members().get(i).id());
        }
    }

    private List<Determination.Benefit> benefits(HouseholdDocument document, Row household) {
        var benefits = new ArrayList<Determination.Benefit>();
        for (var benefit : outcome.benefits()) {
            visit(benefit.amount().entity(), document, household, (row, member) -> {
                BigDecimal amount = amount(row, benefit.amount());
                if (amount != null && amount.signum() > 0) {
                    benefits.add(benefit(document.on(), row, member, benefit, amount));
                }
            });
        }
        return benefits;
    }

    private Determination.Benefit benefit(
            LocalDate on, Row row, @Nullable String member, Outcome.Benefit benefit, BigDecimal amount) {
        LocalDate month = on.withDayOfMonth(1);
        int months = number(row, benefit.months());
        String procedure = word(row, benefit.procedure());
        int paperwork = "advance".equals(procedure) ? number(row, benefit.paperworkWorkingDays()) : 0;
        return new Determination.Benefit(
                benefit.code(),
                member,
                amount,
                benefit.unit(),
                !benefit.unit().equals("month")
                        ? null
                        : "this-month".equals(word(row, benefit.from())) ? month : month.plusMonths(1),
                months == 0 ? null : months,
                word(row, benefit.decidedBy()),
                procedure,
                paperwork == 0 ? null : calendar.plus(on, paperwork));
    }

    private static boolean holds(Row row, Slot slot) {
        return row.values[slot.index()] == 1;
    }

    /** What a term says of a row; null where it says nothing, or what it needs is not known. */
    private @Nullable String word(Row row, Outcome.Term term) {
        if (term.isAbsent()) {
            return null;
        }
        Slot slot = term.slot();
        if (slot == null) {
            return term.written();
        }
        Row of = slot.entity() == Entity.HOUSEHOLD ? row.household : row;
        Object value = reader.readable(slot.type(), of.values[slot.index()]);
        return value == null ? null : value.toString();
    }

    private int number(Row row, Outcome.Term term) {
        String word = word(row, term);
        return word == null ? 0 : Integer.parseInt(word);
    }

    private List<Determination.Refusal> refusals(HouseholdDocument document, Row household) {
        var refusals = new ArrayList<Determination.Refusal>();
        for (var refusal : outcome.refusals()) {
            visit(
                    refusal.reasons().entity(),
                    document,
                    household,
                    (row, member) -> explanation
                            .collected(row, refusal.reasons(), member, document, parameters)
                            .forEach(reason -> refusals.add(new Determination.Refusal(
                                    refusal.benefit(),
                                    member,
                                    reason.text(),
                                    reason.rule(),
                                    reason.source(),
                                    reason.parameters()))));
        }
        return refusals;
    }

    private List<Determination.Duty> duties(HouseholdDocument document, Row household) {
        var duties = new ArrayList<Determination.Duty>();
        for (var duty : outcome.duties()) {
            visit(duty.of(), document, household, (row, member) -> {
                if (duty.when() == null || holds(row, duty.when())) {
                    duties.add(new Determination.Duty(duty.code(), member, by(document.on(), row, duty)));
                }
            });
        }
        return duties;
    }

    private String by(LocalDate on, Row row, Outcome.Duty duty) {
        if (!duty.workingDays().isAbsent()) {
            return calendar.plus(on, number(row, duty.workingDays())).toString();
        }
        if (!duty.days().isAbsent()) {
            return on.plusDays(number(row, duty.days())).toString();
        }
        return duty.months().isAbsent()
                ? "at-once"
                : on.plusMonths(number(row, duty.months())).toString();
    }

    private List<Determination.Question> questions(HouseholdDocument document, Row household) {
        var asked = new LinkedHashMap<String, Determination.Question>();
        ask(asked, household, outcome.stratum(), "stratum", document);
        for (var benefit : outcome.benefits()) {
            if (benefit.amount().entity() == Entity.HOUSEHOLD) {
                ask(asked, household, benefit.amount(), benefit.code(), document);
            } else {
                for (Row member : household.lists[Entity.MEMBER.ordinal()]) {
                    ask(asked, member, benefit.amount(), benefit.code(), document);
                }
            }
        }
        return List.copyOf(asked.values());
    }

    private void ask(
            Map<String, Determination.Question> asked, Row row, Slot slot, String affects, HouseholdDocument document) {
        Slot missing = program.find(slot.entity(), slot.name() + "#missing");
        if (missing == null || row.values[slot.index()] != UNKNOWN) {
            return;
        }
        long bits = row.values[missing.index()];
        var questions = program.dictionary().questions;
        for (int i = 0; i < questions.size(); i++) {
            if ((bits >> i & 1) == 1) {
                List<String> members = membersToAsk(row, i, document);
                if (members.isEmpty()) {
                    put(asked, questions.get(i), null, affects);
                }
                for (String member : members) {
                    put(asked, questions.get(i), member, affects);
                }
            }
        }
    }

    private static void put(
            Map<String, Determination.Question> asked,
            Dictionary.Question question,
            @Nullable String member,
            String affects) {
        asked.merge(
                question.name() + "/" + member,
                new Determination.Question(question.name(), member, List.of(affects), question.text()),
                (before, now) -> {
                    var all = new ArrayList<>(before.affects());
                    if (!all.contains(affects)) {
                        all.add(affects);
                    }
                    return new Determination.Question(before.fact(), before.member(), all, before.question());
                });
    }

    /** The members about whom a question is open: those with a column of their own that traces it. */
    private List<String> membersToAsk(Row row, int question, HouseholdDocument document) {
        var ids = new ArrayList<String>();
        Row[] members = row.household.lists[Entity.MEMBER.ordinal()];
        for (int i = 0; i < members.length; i++) {
            if (row != row.household && row != members[i]) {
                continue;
            }
            if (isOpen(members[i], question)) {
                ids.add(document.members().get(i).id());
            }
        }
        return ids;
    }

    private boolean isOpen(Row member, int question) {
        String name = program.dictionary().questions.get(question).name();
        for (var fact : program.dictionary().facts) {
            if (!name.equals(fact.ask())) {
                continue;
            }
            Slot slot = program.slot(fact.of(), fact.name());
            if (fact.of() == Entity.MEMBER && member.values[slot.index()] == UNKNOWN && traced(member, question)) {
                return true;
            }
            if (fact.of().belongsToMember()) {
                for (Row item : member.lists[fact.of().ordinal()]) {
                    if (item.values[slot.index()] == UNKNOWN) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean traced(Row member, int question) {
        for (var stage : program.stages()) {
            if (stage.entity() == Entity.MEMBER) {
                for (Slot slot : stage.slots()) {
                    if (slot.name().endsWith("#missing") && (member.values[slot.index()] >> question & 1) == 1) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    FactReader reader() {
        return reader;
    }
}
