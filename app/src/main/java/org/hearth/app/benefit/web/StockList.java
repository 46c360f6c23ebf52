package org.hearth.app.benefit.web;

import java.util.List;
import org.hearth.app.benefit.Item;
import org.hearth.divisions.RegionCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What lies in the stores that one may see, as the pages show it. */
@Component
class StockList {

    /**
     * Something in a store.
     *
     * @param received what came in, from a supplier or from the county's store
     * @param passedOn what went to the stores of townships
     * @param given what people were given
     */
    record Stock(String region, Item item, int quantity, long received, long passedOn, long given) {}

    private final JdbcClient db;

    StockList(JdbcClient db) {
        this.db = db;
    }

    /** All stores that one may see, the county's before its townships'. */
    @Transactional(readOnly = true)
    List<Stock> all() {
        return db.sql("""
                select s.region, s.item, s.quantity,
                       coalesce(sum(m.quantity) filter (where m.quantity > 0), 0)                             as received,
                       coalesce(-sum(m.quantity) filter (where m.quantity < 0 and m.purpose = 'transfer'), 0)  as passed_on,
                       coalesce(-sum(m.quantity) filter (where m.quantity < 0 and m.purpose <> 'transfer'), 0) as given
                from benefit.stock s
                left join benefit.movement m on m.store = s.region and m.item = s.item
                group by s.region, s.item
                order by s.region, s.item
                """)
                .query((row, n) -> new Stock(
                        row.getString("region"),
                        Item.of(row.getString("item")),
                        row.getInt("quantity"),
                        row.getLong("received"),
                        row.getLong("passed_on"),
                        row.getLong("given")))
                .list();
    }

    /** What can be given from {@code store}. */
    @Transactional(readOnly = true)
    List<Stock> toGive(RegionCode store) {
        return all().stream()
                .filter(stock -> stock.region().equals(store.digits()) && stock.quantity() > 0)
                .toList();
    }
}
