package org.hearth.app.benefit;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Ids;
import org.hearth.app.platform.Problem;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What lies in the stores of counties and townships, and every movement into, out of and between them. */
@Component
class Stores {

    private record Movement(UUID id, RegionCode region, RegionCode store, Item item, int quantity, String purpose) {}

    private static final String TRANSFER = "transfer";

    private final JdbcClient db;

    Stores(JdbcClient db) {
        this.db = db;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void supply(RegionCode store, Item item, int quantity, UUID id, LocalDate on) {
        checked(quantity);
        if (isBooked(new Movement(id, store, store, item, quantity, "supply"), null, null, on)) {
            put(store, item, quantity);
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void moveToTownship(RegionCode county, RegionCode township, Item item, int quantity, UUID id, LocalDate on) {
        checked(quantity);
        if (county.level() != DivisionLevel.COUNTY
                || township.level() != DivisionLevel.TOWNSHIP
                || !county.contains(township)) {
            throw new Problem("只能调拨给本县的乡镇（街道）。", "Goods can be moved only to a township of the county.");
        }
        if (isBooked(new Movement(id, county, county, item, -quantity, TRANSFER), null, id, on)) {
            take(county, item, quantity);
            isBooked(new Movement(Ids.next(), township, township, item, quantity, TRANSFER), null, id, on);
            put(township, item, quantity);
        }
    }

    /** Whether it was given now; not where {@code id} is known already. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean give(
            RegionCode region,
            RegionCode store,
            @Nullable UUID householdId,
            Item item,
            int quantity,
            Purpose purpose,
            UUID id,
            LocalDate on) {
        checked(quantity);
        if (!isBooked(new Movement(id, region, store, item, -quantity, purpose.code()), householdId, null, on)) {
            return false;
        }
        take(store, item, quantity);
        return true;
    }

    private static void checked(int quantity) {
        if (quantity <= 0) {
            throw new Problem("件数必须大于零。", "The number of pieces must be above zero.");
        }
    }

    private void put(RegionCode store, Item item, int quantity) {
        db.sql("""
                insert into benefit.stock (region, item, quantity)
                values (?, ?, ?)
                on conflict (region, item) do update set quantity = stock.quantity + excluded.quantity
                """).params(store.digits(), item.code(), quantity).update();
    }

    private void take(RegionCode store, Item item, int quantity) {
        int taken = db.sql("""
                update benefit.stock
                set quantity = quantity - :quantity
                where region = :store
                  and item = :item
                  and quantity >= :quantity
                """)
                .param("quantity", quantity)
                .param("store", store.digits())
                .param("item", item.code())
                .update();
        if (taken == 0) {
            throw new Problem(
                    "库存不足：" + item.title().zh() + "不够 " + quantity + " 件，请先补充库存。",
                    "The store holds fewer than " + quantity + " of "
                            + item.title().en() + "; supply it first.");
        }
    }

    private boolean isBooked(Movement movement, @Nullable UUID householdId, @Nullable UUID transferId, LocalDate on) {
        return db.sql("""
                insert into benefit.movement
                    (id, region, store, household_id, item, quantity, purpose, transfer_id, moved_on)
                values (:id, :region, :store, :household, :item, :quantity, :purpose, :transfer, :on)
                on conflict do nothing
                """)
                        .param("id", movement.id())
                        .param("region", movement.region().digits())
                        .param("store", movement.store().digits())
                        .param("household", householdId)
                        .param("item", movement.item().code())
                        .param("quantity", movement.quantity())
                        .param("purpose", movement.purpose())
                        .param("transfer", transferId)
                        .param("on", on)
                        .update()
                > 0;
    }
}
