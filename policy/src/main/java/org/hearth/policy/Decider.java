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
import org.jspecify.annotations.Nullable;

/** Decides one household: fills its rows, runs the decisions, and reads the determination off them. */
final class Decider {

    private record Place(String region, String residence, LocalDate on) {}

    private final Determination.PackName name;
    private final Program program;
    private final Outcome outcome;
    private final Parameters parameters;
    private final WorkingDays calendar;
    private final FactReader reader;
    private final JavaTarget target;
    private final Explanation explanation;
    private final Map<Place, long[]> inForce = new ConcurrentHashMap<>();

    Decider(
            Determination.PackName name,
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
                name,
                stratum,
                income != null ? income : amount(household, outcome.perCapitaIncomeAtLeast()),
                amount(household, outcome.rigidShare()),
                results,
                benefits(document, household),
                refusals(household, stratum),
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

    private List<Determination.Benefit> benefits(HouseholdDocument document, Row household) {
        var benefits = new ArrayList<Determination.Benefit>();
        boolean township = flag(household, "dibaoDelegatedToTownship");
        for (var benefit : outcome.benefits()) {
            if (benefit.amount().entity() == Entity.HOUSEHOLD) {
                add(benefits, document, household, household, null, benefit, township);
            } else {
                Row[] members = household.lists[Entity.MEMBER.ordinal()];
                for (int i = 0; i < members.length; i++) {
                    String id = document.members().get(i).id();
                    add(benefits, document, household, members[i], id, benefit, township);
                }
            }
        }
        return benefits;
    }

    private void add(
            List<Determination.Benefit> benefits,
            HouseholdDocument document,
            Row household,
            Row row,
            @Nullable String member,
            Outcome.Benefit benefit,
            boolean township) {
        BigDecimal amount = amount(row, benefit.amount());
        if (amount == null || amount.signum() <= 0) {
            return;
        }
        boolean monthly = benefit.unit().equals("month");
        LocalDate month = document.on().withDayOfMonth(1);
        boolean thisMonth = benefit.code().equals("dibao")
                && code(household, "dibaoPaidFrom").equals("this-month");
        benefits.add(new Determination.Benefit(
                benefit.code(),
                member,
                amount,
                benefit.unit(),
                monthly ? (thisMonth ? month : month.plusMonths(1)) : null,
                township && monthly ? "township" : "county"));
    }

    private boolean flag(Row household, String slot) {
        return household.values[program.slot(Entity.HOUSEHOLD, slot).index()] == 1;
    }

    private String code(Row household, String slot) {
        return program.symbols()
                .code(household.values[program.slot(Entity.HOUSEHOLD, slot).index()]);
    }

    private List<Determination.Refusal> refusals(Row household, String stratum) {
        return stratum.equals("none")
                ? List.of(new Determination.Refusal("dibao", explanation.decisive(household, outcome.stratum())))
                : List.of();
    }

    private List<Determination.Duty> duties(HouseholdDocument document, Row household) {
        boolean delegated = flag(household, "dibaoDelegatedToTownship");
        return outcome.duties().stream()
                .map(duty -> new Determination.Duty(
                        duty.code(),
                        duty.days() > 0
                                ? document.on().plusDays(duty.days())
                                : calendar.plus(
                                        document.on(), delegated ? duty.delegatedWorkingDays() : duty.workingDays())))
                .toList();
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
