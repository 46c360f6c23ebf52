package org.hearth.letters;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hearth.letters.Letter.Ask;
import org.hearth.letters.Letter.Given;
import org.hearth.letters.Letter.Part;
import org.hearth.letters.Letter.Point;
import org.hearth.letters.Letter.Section;
import org.hearth.letters.Letter.Sentence;
import org.hearth.letters.Letter.Strong;
import org.hearth.policy.Determination;
import org.hearth.policy.Determination.Benefit;
import org.hearth.policy.Determination.Reason;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Labels;
import org.hearth.policy.Labels.Kind;
import org.hearth.policy.Wording;
import org.jspecify.annotations.Nullable;

/** Writes a letter: the pack's words for the rules that decided, between the phrases that every letter has. */
final class Composer {

    /** More reasons than these are not read to the end. */
    private static final int MOST_REASONS = 4;

    private static final Pattern LONG_NUMBER = Pattern.compile("(?<![\\d.,-])\\d{4,}(\\.\\d+)?(?![\\d-])");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[。！？])|(?<=[.!?]) ");

    private final Determination determined;
    private final Wording wording;
    private final Language language;
    private final Letter.@Nullable Decision decision;
    private final Phrases phrases;
    private final People people;
    private final List<Benefit> benefits;
    private final Set<String> told = new LinkedHashSet<>();
    private final Set<String> sources = new LinkedHashSet<>();
    private boolean illustrative;

    Composer(
            Determination determined,
            HouseholdDocument household,
            Wording wording,
            Language language,
            Letter.@Nullable Decision decision) {
        this.determined = determined;
        this.wording = wording;
        this.language = language;
        this.decision = decision;
        this.phrases = Phrases.in(language);
        this.people = new People(household, language);
        this.benefits = decision == null ? determined.benefits() : decision.granted();
    }

    Letter letter() {
        var sections = new ArrayList<Section>();
        add(sections, "decided", decided());
        add(sections, "given", given());
        add(sections, "why", why());
        add(sections, "refused", refused());
        if (illustrative) {
            sections.getLast().parts().add(new Sentence(phrases.say("illustrative.note")));
        }
        add(sections, "ask", asked());
        add(sections, "next", next());
        add(sections, "object", List.of(new Sentence(phrases.say("object.text"))));
        List<Section> whole = sections.stream()
                .map(section -> new Section(section.heading(), List.copyOf(section.parts())))
                .toList();
        return new Letter(language, phrases.say("title"), dated(), people.greeting(), whole, smallPrint());
    }

    private void add(List<Section> sections, String heading, List<? extends Part> parts) {
        if (!parts.isEmpty()) {
            sections.add(new Section(phrases.say(heading), new ArrayList<>(parts)));
        }
    }

    private String dated() {
        return decision == null
                ? phrases.say("dated", language.day(determined.on()))
                : phrases.say("dated.case", language.day(decision.on()), decision.number(), decision.office());
    }

    private List<Part> decided() {
        var parts = new ArrayList<Part>();
        if (decision != null) {
            String key = decision.approved() ? "decided.approved" : "decided.refused";
            parts.add(new Strong(phrases.say(key, language.of(decision.what()))));
            return parts;
        }
        Benefit exit = benefits.stream()
                .filter(benefit -> "gradual-exit".equals(benefit.procedure()))
                .findFirst()
                .orElse(null);
        if (exit != null && exit.months() != null) {
            parts.add(new Strong(phrases.say("decided.exit", exit.months().toString())));
        } else if (determined.stratum().equals("none") && !benefits.isEmpty()) {
            parts.add(new Strong(phrases.say("decided.given", names(benefits))));
        } else {
            boolean paid = determined.stratum().equals("dibao")
                    && benefits.stream().anyMatch(benefit -> benefit.benefit().equals("dibao"));
            parts.add(new Strong(phrases.say("decided." + determined.stratum() + (paid ? ".paid" : ""))));
        }
        if (!List.of("none", "tekun").contains(determined.stratum())) {
            for (Benefit benefit : benefits) {
                if (benefit.member() != null) {
                    parts.add(new Strong(capital(
                            phrases.say("decided.member", people.name(benefit.member()), name(benefit.benefit())))));
                }
            }
        }
        return parts;
    }

    private String names(List<Benefit> which) {
        return String.join(
                phrases.say("and"),
                new LinkedHashSet<>(which.stream().map(this::what).toList()));
    }

    private String name(String benefit) {
        return language.of(Labels.of(Kind.BENEFIT, benefit));
    }

    private String what(Benefit benefit) {
        return what(benefit.benefit(), benefit.member());
    }

    private String what(String benefit, @Nullable String member) {
        String name = capital(name(benefit));
        return member == null || people.isAlone() ? name : phrases.say("given.of", name, people.name(member));
    }

    private List<Part> given() {
        var parts = new ArrayList<Part>();
        benefits.forEach(benefit -> parts.add(given(benefit)));
        String office = benefits.isEmpty() ? null : benefits.getFirst().decidedBy();
        if (office != null && isOneOffice()) {
            parts.add(new Sentence(phrases.say("terms.all." + office)));
        }
        return parts;
    }

    /** Whether all that is given comes from one office, which then is named once. */
    private boolean isOneOffice() {
        return benefits.size() > 1
                && benefits.stream().map(Benefit::decidedBy).distinct().count() == 1;
    }

    private Given given(Benefit benefit) {
        String amount = phrases.say("amount." + benefit.unit(), language.money(benefit.amount()));
        String sum = null;
        boolean standsIn = false;
        var says = new ArrayList<String>();
        for (Reason reason : isByTheRules(benefit) ? determined.explanation() : List.<Reason>of()) {
            Wording.Rule rule = rule(reason);
            if (rule == null || !isAbout(rule, reason, benefit)) {
                continue;
            }
            var values = new Values(determined, reason, benefit, people, language);
            for (Wording.Sum possible : rule.sums()) {
                if (sum == null && possible.holds(values::number)) {
                    sum = values.fill(possible.line());
                }
            }
            standsIn |= values.usesStandIn();
            says.addAll(sentences(rule, values));
            tell(reason.rule(), reason.source());
        }
        illustrative |= standsIn;
        return new Given(
                what(benefit),
                amount + (standsIn ? phrases.say("illustrative") : ""),
                sum == null ? null : phrases.say("sum", sum),
                joined(joined(says), terms(benefit)));
    }

    /** Not where the officers set an amount of their own: the rules' arithmetic would not be its. */
    private boolean isByTheRules(Benefit benefit) {
        return determined.benefits().stream()
                .anyMatch(due -> due.benefit().equals(benefit.benefit())
                        && Objects.equals(due.member(), benefit.member())
                        && due.amount().compareTo(benefit.amount()) == 0);
    }

    private static boolean isAbout(Wording.Rule rule, Reason reason, Benefit benefit) {
        return benefit.benefit().equals(rule.benefit())
                && (benefit.member() == null || benefit.member().equals(reason.member()));
    }

    private String terms(Benefit benefit) {
        var terms = new ArrayList<String>();
        if ("advance".equals(benefit.procedure())) {
            terms.add(phrases.say("terms.advance"));
        }
        if (benefit.from() != null) {
            String month = language.month(benefit.from());
            terms.add(
                    benefit.months() == null
                            ? phrases.say("terms.from", month)
                            : phrases.say(
                                    "terms.from.months", month, benefit.months().toString()));
        }
        if (benefit.decidedBy() != null && !isOneOffice()) {
            terms.add(phrases.say("terms.by." + benefit.decidedBy()));
        }
        return terms.isEmpty() ? "" : ended(capital(String.join(phrases.say("clause"), terms)));
    }

    private List<Part> why() {
        var sentences = new ArrayList<String>();
        if (decision != null && !language.of(decision.reason()).isBlank()) {
            sentences.add(ended(language.of(decision.reason())));
        }
        for (Reason reason : rulesSpeak() ? determined.explanation() : List.<Reason>of()) {
            Wording.Rule rule = rule(reason);
            if (rule == null || rule.benefit() != null || !differs(reason.member())) {
                continue;
            }
            var values = new Values(determined, reason, null, people, language);
            List<String> says = sentences(rule, values);
            if (!says.isEmpty() && sentences.size() < MOST_REASONS) {
                sentences.addAll(says);
                illustrative |= values.usesStandIn();
                tell(reason.rule(), reason.source());
            }
        }
        return sentences.isEmpty()
                ? List.of()
                : List.of(new Sentence(
                        joined(sentences.stream().limit(MOST_REASONS).toList())));
    }

    /** Whether the rules' reasons are the letter's: not where the office decided otherwise. */
    private boolean rulesSpeak() {
        return decision == null || decision.byTheRules();
    }

    /** The household's own reasons, and those of a member who is not what the household is. */
    private boolean differs(@Nullable String member) {
        return member == null
                || determined.members().stream()
                        .filter(result -> result.id().equals(member))
                        .anyMatch(result -> !result.stratum().equals(determined.stratum()));
    }

    private List<Part> refused() {
        if (!rulesSpeak() || (decision != null && decision.approved())) {
            return List.of();
        }
        var byBenefit = new LinkedHashMap<String, List<Determination.Refusal>>();
        for (Determination.Refusal refusal : determined.refused()) {
            if (decision == null || decision.about().contains(refusal.benefit())) {
                String what = phrases.say(key(refusal), what(refusal.benefit(), refusal.member()));
                byBenefit.computeIfAbsent(what, key -> new ArrayList<>()).add(refusal);
                illustrative |= refusal.parameters().stream().anyMatch(Determination.Used::illustrative);
                tell(refusal.rule(), refusal.source());
            }
        }
        var parts = new ArrayList<Part>();
        byBenefit.forEach((what, refusals) -> {
            List<String> reasons = refusals.stream()
                    .map(refusal -> ended(grouped(language.of(refusal.reason()))))
                    .toList();
            if (reasons.size() == 1) {
                parts.add(new Point(what + lower(reasons.getFirst())));
            } else {
                parts.add(new Sentence(what.strip()));
                reasons.forEach(reason -> parts.add(new Point(reason)));
            }
        });
        return parts;
    }

    private String key(Determination.Refusal refusal) {
        for (Benefit benefit : benefits) {
            if (benefit.benefit().equals(refusal.benefit()) && refusal.member() == null) {
                return benefit.member() == null ? "refused.exit" : "refused.household";
            }
        }
        return "refused.plain";
    }

    private List<Part> asked() {
        if (determined.missing().isEmpty() || (decision != null && !decision.approved())) {
            return List.of();
        }
        var parts = new ArrayList<Part>();
        parts.add(new Sentence(phrases.say("ask.lead")));
        var open = new LinkedHashMap<String, Determination.Question>();
        determined.missing().forEach(question -> open.putIfAbsent(question.fact(), question));
        for (Determination.Question question : open.values()) {
            Determination.Text words = wording.questions().getOrDefault(question.fact(), question.question());
            parts.add(new Ask(capital(language.of(words).replace("{member}", askedAbout(question.fact())))));
        }
        parts.add(new Sentence(phrases.say("ask.how")));
        return parts;
    }

    /** The members about whom a fact is asked, in one question. */
    private String askedAbout(String fact) {
        List<String> names = determined.missing().stream()
                .filter(question -> question.fact().equals(fact))
                .map(question -> question.member() == null ? phrases.say("you") : people.name(question.member()))
                .distinct()
                .toList();
        return String.join(phrases.say("and"), names);
    }

    private List<Part> next() {
        var parts = new ArrayList<Part>();
        for (Benefit benefit : benefits) {
            if (benefit.paperworkBy() != null) {
                parts.add(new Point(phrases.say("next.paperwork", language.day(benefit.paperworkBy()))));
            }
        }
        for (Determination.Duty duty : byDay(determined.duties())) {
            String key = "next." + duty.duty();
            boolean settled = decision != null && duty.duty().equals("review");
            if (!phrases.has(key) || settled || (isOfTheProcedure(duty.duty()) && !isUnderWay())) {
                continue;
            }
            String by = duty.by().equals("at-once") ? "" : language.day(LocalDate.parse(duty.by()));
            String member = duty.member() == null ? "" : people.name(duty.member());
            parts.add(
                    new Point(capital(by.isEmpty() ? phrases.say(key, member, member) : phrases.say(key, by, member))));
        }
        if (decision != null && decision.reviewOn() != null) {
            parts.add(new Point(phrases.say("next.review", language.day(decision.reviewOn()))));
        }
        if (isUnderWay() && !benefits.isEmpty()) {
            parts.add(new Point(phrases.say("next.pending")));
        }
        parts.add(new Point(phrases.say("next.change")));
        return parts;
    }

    /** What is due at once first, then by the day. */
    private static List<Determination.Duty> byDay(List<Determination.Duty> duties) {
        return duties.stream()
                .sorted(Comparator.comparing(
                                (Determination.Duty duty) -> !duty.by().equals("at-once"))
                        .thenComparing(Determination.Duty::by))
                .toList();
    }

    private static boolean isOfTheProcedure(String duty) {
        return duty.equals("start-investigation") || duty.equals("decide");
    }

    /** Whether somebody still has to come and to decide: not after the decision, nor where all there is is help in advance. */
    private boolean isUnderWay() {
        boolean onlyInAdvance = !benefits.isEmpty()
                && determined.stratum().equals("none")
                && benefits.stream().allMatch(benefit -> "advance".equals(benefit.procedure()));
        return decision == null && !onlyInAdvance;
    }

    private Wording.@Nullable Rule rule(Reason reason) {
        return reason.result() ? wording.rules().get(id(reason.rule())) : null;
    }

    private static String id(String rule) {
        return rule.substring(rule.indexOf('/') + 1);
    }

    private void tell(@Nullable String rule, @Nullable String source) {
        if (rule != null && source != null) {
            told.add(id(rule));
            sources.add(source);
        }
    }

    private List<String> sentences(Wording.Rule rule, Values values) {
        if (rule.says() == null) {
            return List.of();
        }
        var sentences = new ArrayList<String>();
        for (String sentence : SENTENCE_END.split(language.of(rule.says()))) {
            String filled = values.fill(sentence.strip());
            if (filled != null) {
                sentences.add(capital(filled));
            }
        }
        return sentences;
    }

    private List<String> smallPrint() {
        var lines = new ArrayList<String>();
        lines.add(phrases.say(
                "small.pack",
                determined.pack().name(),
                determined.pack().version(),
                determined.on().toString()));
        if (!told.isEmpty()) {
            lines.add(phrases.say("small.rules", String.join(", ", told)));
            lines.add(phrases.say("small.sources", String.join(language == Language.ZH ? "；" : "; ", sources)));
        }
        lines.add(phrases.say("small.code", CheckCode.of(determined).grouped()));
        return List.copyOf(lines);
    }

    private String joined(List<String> sentences) {
        return String.join(language == Language.ZH ? "" : " ", sentences);
    }

    private String joined(String one, String other) {
        return joined(
                java.util.stream.Stream.of(one, other).filter(s -> !s.isEmpty()).toList());
    }

    private String ended(String sentence) {
        return sentence.matches("(?s).*[。！？.!?]\\s*")
                ? sentence.strip()
                : sentence.strip() + (language == Language.ZH ? "。" : ".");
    }

    private String capital(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1);
    }

    private String lower(String reason) {
        return language == Language.ZH || reason.isEmpty()
                ? reason
                : reason.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + reason.substring(1);
    }

    private String grouped(String text) {
        Matcher matcher = LONG_NUMBER.matcher(text);
        return matcher.replaceAll(found -> language.number(new BigDecimal(Objects.requireNonNull(found.group()))));
    }
}
