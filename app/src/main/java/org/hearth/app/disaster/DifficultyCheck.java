package org.hearth.app.disaster;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hearth.app.platform.PolicyPack;
import org.hearth.app.platform.Text;
import org.hearth.app.platform.Yuan;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who seems still in difficulty after transitional relief, by the facts as they stand. Officers confirm it. */
@Component
class DifficultyCheck {

    private final JdbcClient db;
    private final PolicyPack policy;

    DifficultyCheck(JdbcClient db, PolicyPack policy) {
        this.db = db;
        this.policy = policy;
    }

    /** The households on transitional relief whose house collapsed, or whose income is below the standard and covered by nothing. */
    Map<UUID, Difficulty> find(UUID disasterId, LocalDate on) {
        Map<UUID, Difficulty> found = new LinkedHashMap<>();
        db.sql("""
                        select a.id, a.region, h.residence, a.damage, income.monthly / nullif(h.persons, 0) as per_head,
                               h.strata && array['dibao', 'tekun'] as covered
                        from disaster.affected a
                        join registry.published_household h on h.id = a.household_id
                        left join lateral (
                            select sum((f.value ->> 'monthly')::numeric) as monthly
                            from exchange.current_fact f
                            where f.household_id = a.household_id and f.kind = 'income'
                        ) income on true
                        where a.disaster_id = ?
                          and a.stage = 'transitional'
                        order by a.region, a.id
                        """).param(disasterId).query(row -> {
            String region = row.getString("region");
            BigDecimal standard = policy.packOn(on)
                    .parameters()
                    .value("dibao.standard", region, row.getString("residence"), on)
                    .number();
            BigDecimal perHead = row.getBigDecimal("per_head");
            // Where no income was ever declared it is not known, and nothing is concluded from it.
            boolean belowStandard = perHead != null && perHead.compareTo(standard) < 0 && !row.getBoolean("covered");
            boolean collapsed = Damage.of(row.getString("damage")) == Damage.COLLAPSED;
            if (belowStandard || collapsed) {
                found.put(
                        row.getObject("id", UUID.class),
                        new Difficulty(reason(collapsed, belowStandard ? perHead : null, standard), belowStandard));
            }
        });
        return found;
    }

    private static Text reason(boolean collapsed, @Nullable BigDecimal perHead, BigDecimal standard) {
        if (perHead == null) {
            return new Text(
                    "房屋因灾倒塌，过渡期救助结束后仍有困难。", "The house collapsed; still in difficulty after transitional relief.");
        }
        Yuan income = new Yuan(perHead.setScale(2, RoundingMode.HALF_UP));
        Yuan line = new Yuan(standard.setScale(2, RoundingMode.HALF_UP));
        return new Text(
                (collapsed ? "房屋因灾倒塌，" : "") + "人均月收入 " + income + " 元，低于低保标准 " + line + " 元，未纳入低保或特困。",
                (collapsed ? "The house collapsed; " : "") + "income of " + income
                        + " yuan a head a month is below the standard of " + line
                        + ", and neither dibao nor tekun is held.");
    }
}
