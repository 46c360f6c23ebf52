package org.hearth.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The calendar on which statutory time limits run: Monday to Friday, less the public holidays, plus the weekend days that
 * the State Council's yearly notice makes working days.
 */
public final class WorkingDays {

    private final Map<LocalDate, Boolean> notices;

    private WorkingDays(Map<LocalDate, Boolean> notices) {
        this.notices = notices;
    }

    static WorkingDays load(Path directory) {
        var notices = new HashMap<LocalDate, Boolean>();
        for (Path file : Folder.files(directory, ".csv")) {
            try (var reader = Files.newBufferedReader(file);
                    var records = CSVFormat.RFC4180
                            .builder()
                            .setHeader()
                            .setSkipHeaderRecord(true)
                            .get()
                            .parse(reader)) {
                for (CSVRecord row : records) {
                    read(file, row, notices);
                }
            } catch (IOException e) {
                throw PackError.in(file.getFileName().toString(), e);
            }
        }
        return new WorkingDays(Map.copyOf(notices));
    }

    private static void read(Path file, CSVRecord row, Map<LocalDate, Boolean> notices) {
        String name = file.getFileName().toString();
        String place = "row " + (row.getRecordNumber() + 1);
        boolean working = switch (row.get("kind")) {
            case "working-day" -> true;
            case "holiday" -> false;
            default -> throw PackError.at(name, place + ", column kind", "neither holiday nor working-day");
        };
        try {
            LocalDate day = LocalDate.parse(row.get("date"));
            if (notices.put(day, working) != null) {
                throw PackError.at(name, place, day + " is there twice");
            }
        } catch (DateTimeParseException e) {
            throw PackError.at(name, place + ", column date", "not a date: " + row.get("date"));
        }
    }

    /** Whether offices work on {@code day}. */
    public boolean isWorkingDay(LocalDate day) {
        Boolean noticed = notices.get(day);
        return noticed != null
                ? noticed
                : day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /**
     * The last day of a time limit of {@code days} working days that starts with an act on {@code day}: the day after the
     * act is day 1.
     *
     * @param days 0 or more; 0 gives {@code day} itself
     */
    public LocalDate plus(LocalDate day, int days) {
        LocalDate reached = day;
        for (int left = days; left > 0; ) {
            reached = reached.plusDays(1);
            if (isWorkingDay(reached)) {
                left--;
            }
        }
        return reached;
    }

    /** How many working days lie after {@code from}, up to and with {@code to}; 0 when {@code to} is not after it. */
    public int between(LocalDate from, LocalDate to) {
        int days = 0;
        for (LocalDate day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
            if (isWorkingDay(day)) {
                days++;
            }
        }
        return days;
    }
}
