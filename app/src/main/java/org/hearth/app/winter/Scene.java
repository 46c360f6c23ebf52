package org.hearth.app.winter;

import java.time.LocalDate;

/**
 * What one room's people do in the winter that is played. A scene goes through the room's front door, as the people would,
 * and leaves every decision to the room.
 */
interface Scene {

    /** Place in the day: the register is looked through (50), facts arrive (100), alerts (200), cases (300), money (400), street (500), visits (600), children (700), disaster (800). */
    int order();

    /** What is there before the first day: accounts, stations, stocks. */
    default void prepare(Winter winter) {}

    /** Plays one day. */
    void play(Winter winter, LocalDate day);
}
