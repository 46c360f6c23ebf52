package org.hearth.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.hearth.app.HearthApplication;
import org.hearth.postgres.EmbeddedPostgres;
import org.hearth.postgres.PostgresFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The platform, started for a command, with a PostgreSQL of its own where none is given. */
final class RunningPlatform implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final @Nullable EmbeddedPostgres postgres;

    private RunningPlatform(ConfigurableApplicationContext context, @Nullable EmbeddedPostgres postgres) {
        this.context = context;
        this.postgres = postgres;
    }

    /**
     * Starts it.
     *
     * @param web whether pages are served
     * @param port where, if they are
     * @param demo whether demonstration accounts may sign in
     */
    static RunningPlatform start(Installation installation, boolean web, int port, boolean demo) {
        return start(installation, web, port, demo, database -> {});
    }

    /** As {@link #start(Installation, boolean, int, boolean)}, after {@code before} has seen to the database. */
    static RunningPlatform start(
            Installation installation, boolean web, int port, boolean demo, Consumer<DemoDatabase> before) {
        Map<String, Object> settings = new HashMap<>(installation.vaultKeys());
        settings.put("server.port", port);
        settings.put("hearth.access.demo", demo);
        settings.put("hearth.nightly", web && !demo);
        settings.put("hearth.exchange.work", installation.data().resolve("work").toString());
        settings.put("hearth.packs", installation.root().resolve("packs").toString());
        if (web && !demo) {
            installation.optional("HEARTH_INBOX").ifPresent(folder -> settings.put("hearth.exchange.inbox", folder));
        }
        EmbeddedPostgres postgres = null;
        if (installation.externalDatabase().isPresent()) {
            settings.put("hearth.db.url", installation.externalDatabase().get());
            settings.put("hearth.db.owner", installation.required("HEARTH_DB_USER"));
            settings.put("hearth.db.owner-password", installation.required("HEARTH_DB_PASSWORD"));
            installation.optional("HEARTH_DB_APP_USER").ifPresent(user -> {
                settings.put("hearth.db.user", user);
                settings.put("hearth.db.password", installation.required("HEARTH_DB_APP_PASSWORD"));
            });
        } else {
            try {
                postgres = EmbeddedPostgres.start(installation.data().resolve("database"));
            } catch (PostgresFailure e) {
                throw new Failure(String.valueOf(e.getMessage()), e);
            }
            settings.put("hearth.db.url", postgres.jdbcUrl());
            settings.put("hearth.db.owner", postgres.owner().user());
            settings.put("hearth.db.owner-password", postgres.owner().password());
            settings.put("hearth.db.user", postgres.application().user());
            settings.put("hearth.db.password", postgres.application().password());
        }
        SpringApplication application = new SpringApplication(HearthApplication.class);
        application.addInitializers(starting ->
                starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("command", settings)));
        application.setWebApplicationType(web ? WebApplicationType.SERVLET : WebApplicationType.NONE);
        try {
            before.accept(new DemoDatabase(
                    String.valueOf(settings.get("hearth.db.url")),
                    String.valueOf(settings.get("hearth.db.owner")),
                    String.valueOf(settings.get("hearth.db.owner-password"))));
            return new RunningPlatform(application.run(), postgres);
        } catch (RuntimeException e) {
            if (postgres != null) {
                postgres.close();
            }
            throw reason(e, port);
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Waits until the process is told to stop. */
    void await() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        context.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    private static RuntimeException reason(RuntimeException failure, int port) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException) {
                return new Failure(
                        "端口 " + port + " 已被占用，请用 --port 换一个。 Port " + port + " is in use; choose another with --port.");
            }
        }
        return failure;
    }
}
