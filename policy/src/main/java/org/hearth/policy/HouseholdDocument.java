package org.hearth.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one household on one day, as {@code hearth evaluate} reads it. Amounts are yuan; incomes are per
 * month, expenditures sums over the 12 months before {@code on}. A null means the ordinary case, except for
 * {@code assets}, {@code supporters}, {@code parents}, {@code livesWith}, {@code livingArrangement},
 * {@code selfCareFailed} and {@code elderAbilityScore}, where it means "not known". Codes are spelled as in the fact
 * dictionary of the pack.
 *
 * @param region digits of the division the household lives in, to the county or narrower
 * @param residence {@code urban} or {@code rural}
 * @param on the date of acceptance: the rules and values in force on it apply
 * @param income what the household earns as a whole: rent, farm, business
 * @param holds the strata it is confirmed in
 * @param parameters values of policy parameters for this evaluation only
 * @param dwellingDanger the grade of danger of the dwelling it lives in: {@code C} in part, {@code D} as a whole
 * @param electricityUnusedSince since when the meter has not moved
 * @param reviewedOn when what it holds was last confirmed or reviewed
 * @param accountState of the account that is paid to: {@code none}, or {@code returned} where money came back
 * @param heatingArrears what it owes for heating, in yuan
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HouseholdDocument(
        @Nullable String id,
        String region,
        String residence,
        LocalDate on,
        List<Member> members,
        List<Income> income,
        List<Expenditure> expenditure,
        @Nullable Assets assets,
        List<String> holds,
        List<Event> events,
        Map<String, Object> parameters,
        @Nullable String dwellingDanger,
        @Nullable LocalDate electricityUnusedSince,
        @Nullable LocalDate reviewedOn,
        @Nullable String accountState,
        @Nullable BigDecimal heatingArrears) {

    public HouseholdDocument {
        members = orEmpty(members);
        income = orEmpty(income);
        expenditure = orEmpty(expenditure);
        holds = orEmpty(holds);
        events = orEmpty(events);
        parameters = parameters == null ? Map.of() : parameters;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /**
     * A member of the household.
     *
     * @param id unique in the document
     * @param relation to the head of the household
     * @param refusedWork consecutive refusals of suitable work without good reason
     * @param selfCareFailed of tekun's six items, how many the person cannot do alone
     * @param elderAbilityScore 0 to 90, GB/T 42195-2022
     * @param supporters persons with a statutory duty of support who live apart; empty: there are none; null: not known
     * @param parents of a member under 18; null: not known
     * @param diedOn the day of death, of a member who is deceased
     * @param releasedOn when the person came back from prison or compulsory drug isolation
     * @param studentSince since when {@code student} is as it is, by the word of the schools
     * @param unemployedSince since when the person is registered as unemployed
     * @param unemploymentInsured false: registered as unemployed without unemployment insurance
     * @param medicalInsurance {@code without-help}: insured, but without the help with the premium; {@code none}: not insured
     * @param lastVisitOn the last visit to an elder or a child
     * @param migrantSince since when the person lives outside the county of registration
     * @param married by the register of marriages
     * @param onAnotherRoll whether another household's roll of assistance has the same person
     * @param chronicDisease whether registered for out-patient treatment of a chronic disease
     * @param missingSince reported missing to the police since
     * @param workerInDifficulty {@code deep}, {@code relative} or {@code accident}: on the trade union's file
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Member(
            String id,
            @Nullable String name,
            @Nullable String idNumber,
            LocalDate born,
            String sex,
            String relation,
            @Nullable Disability disability,
            @Nullable String student,
            @Nullable Boolean majorDisease,
            @Nullable Boolean canLiveIndependently,
            @Nullable Boolean employed,
            @Nullable Integer refusedWork,
            @Nullable String away,
            @Nullable Boolean deceased,
            @Nullable Integer selfCareFailed,
            @Nullable Integer elderAbilityScore,
            List<String> elderAbilityModifiers,
            @Nullable CareHome inCareHome,
            @Nullable List<Supporter> supporters,
            @Nullable List<Parent> parents,
            @Nullable String livesWith,
            @Nullable String livingArrangement,
            @Nullable Boolean specialFamilyPlanning,
            List<Income> income,
            @Nullable LocalDate diedOn,
            @Nullable LocalDate releasedOn,
            @Nullable LocalDate studentSince,
            @Nullable LocalDate unemployedSince,
            @Nullable Boolean unemploymentInsured,
            @Nullable String medicalInsurance,
            @Nullable LocalDate lastVisitOn,
            @Nullable LocalDate migrantSince,
            @Nullable Boolean married,
            @Nullable Boolean onAnotherRoll,
            @Nullable Boolean chronicDisease,
            @Nullable LocalDate missingSince,
            @Nullable String workerInDifficulty) {

        public Member {
            elderAbilityModifiers = orEmpty(elderAbilityModifiers);
            income = orEmpty(income);
        }
    }

    /**
     * A certified disability.
     *
     * @param grade from 1 (severest) to 4
     * @param certifiedOn the day of the certificate in hand
     * @param expiresOn its last day
     * @param gradeBefore the grade of the certificate before it, where that was another
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Disability(
            String kind,
            Integer grade,
            @Nullable LocalDate certifiedOn,
            @Nullable LocalDate expiresOn,
            @Nullable Integer gradeBefore) {}

    /** A stay in a care home: since when, and the fee in yuan a month. */
    public record CareHome(LocalDate since, BigDecimal monthlyFee) {}

    /** A person with a statutory duty of support who lives apart; {@code supportMonthly} is the assessed support. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Supporter(
            String relation,
            @Nullable Integer age,
            @Nullable String situation,
            @Nullable Boolean assetsWithinTekunRule,
            @Nullable BigDecimal supportMonthly) {}

    /** A parent of a minor; {@code months}: how long, where the rule asks. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Parent(
            String status,
            @Nullable Integer months,
            @Nullable Boolean ableGuardian) {}

    /** An income, in yuan a month. */
    public record Income(String kind, BigDecimal monthly) {}

    /** A spending over 12 months, in yuan: gross, what of it came back, and what a public school would have charged. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Expenditure(
            String kind,
            BigDecimal amount,
            @Nullable BigDecimal reimbursed,
            @Nullable BigDecimal publicSchoolRate) {}

    /** What the household owns; inside a known {@code Assets}, a null means that there is none of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Assets(
            @Nullable BigDecimal financialPerCapita,
            @Nullable Integer dwellings,
            @Nullable Boolean nonResidentialProperty,
            List<Vehicle> vehicles,
            @Nullable Boolean businessRegistration) {

        public Assets {
            vehicles = orEmpty(vehicles);
        }
    }

    /** A vehicle and its value in yuan. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Vehicle(String kind, @Nullable BigDecimal value) {}

    /** Something that happened to the household. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Event(
            String kind,
            LocalDate date,
            @Nullable String cause,
            @Nullable BigDecimal loss,
            @Nullable BigDecimal requested) {}

    /**
     * Reads one document.
     *
     * @throws IllegalArgumentException naming the field that is wrong, missing or not in the schema
     */
    public static HouseholdDocument parse(String json) {
        return Json.readHousehold(json);
    }

    /** The document as one line of JSON. */
    public String toJson() {
        return Json.write(this);
    }
}
