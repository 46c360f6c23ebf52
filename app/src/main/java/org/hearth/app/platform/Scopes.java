package org.hearth.app.platform;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The scope that the current thread works in. Without one, the database shows no row that belongs to a region. */
public final class Scopes {

    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    private Scopes() {}

    public static Optional<Scope> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Who is answerable for the current work; {@code nobody} where none was said. */
    public static String actor() {
        return current().map(Scope::actor).orElse("nobody");
    }

    /**
     * Does {@code work} in {@code scope}, and returns to the scope before.
     *
     * @throws IllegalStateException within a transaction of another region: its connection already works for that one
     */
    public static <T extends @Nullable Object> T within(Scope scope, Supplier<T> work) {
        Scope before = CURRENT.get();
        boolean sameRegion = before != null && Objects.equals(before.region(), scope.region());
        if (!sameRegion && TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a transaction cannot change its region from " + before + " to " + scope);
        }
        CURRENT.set(scope);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** As {@link #within(Scope, Supplier)}, for work that answers nothing. */
    public static void run(Scope scope, Runnable work) {
        within(scope, () -> {
            work.run();
            return Boolean.TRUE;
        });
    }
}
