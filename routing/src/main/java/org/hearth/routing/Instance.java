package org.hearth.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Points to be visited from one depot by vehicles that are all alike.
 *
 * <p>Distances are straight lines in the unit of the coordinates. A vehicle takes one unit of time for one unit of distance, so
 * whoever knows the speed scales the times.
 *
 * @param name what a person calls it
 * @param vehicles how many vehicles there are at most
 * @param capacity how much one vehicle carries, in the unit of the demands
 * @param depot where every route begins and ends; its window is the earliest departure and the latest return
 * @param points what is to be visited, each once
 */
public record Instance(String name, int vehicles, int capacity, Point depot, List<Point> points) {

    /**
     * One place.
     *
     * @param number its number, different from all others in the instance
     * @param x coordinate
     * @param y coordinate
     * @param demand how much of a vehicle's capacity it takes
     * @param opens the earliest time at which service may begin; who comes before waits
     * @param closes the latest time at which service may begin; for the depot, the latest return
     * @param service how long service takes
     */
    public record Point(int number, double x, double y, int demand, double opens, double closes, double service) {

        /** @throws IllegalArgumentException when a quantity is negative or not a number, or the window closes before it opens */
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("point " + number + " is nowhere: (" + x + ", " + y + ")");
            }
            if (demand < 0) {
                throw new IllegalArgumentException("point " + number + " has a negative demand: " + demand);
            }
            if (!(service >= 0) || !(opens >= 0)) {
                throw new IllegalArgumentException(
                        "point " + number + " has a negative time: opens " + opens + ", service " + service);
            }
            if (!(opens <= closes)) {
                throw new IllegalArgumentException(
                        "point " + number + " closes at " + closes + ", before it opens at " + opens);
            }
        }

        /** The straight line to another point, in the unit of the coordinates. */
        public double distance(Point other) {
            return Math.hypot(x - other.x, y - other.y);
        }
    }

    /** @throws IllegalArgumentException when there is no vehicle, a negative capacity, or a number used twice */
    public Instance {
        points = List.copyOf(points);
        if (vehicles < 1) {
            throw new IllegalArgumentException("there are " + vehicles + " vehicles; at least one is needed");
        }
        if (capacity < 0) {
            throw new IllegalArgumentException("the capacity is negative: " + capacity);
        }
        Set<Integer> numbers = new HashSet<>(Set.of(depot.number()));
        for (Point point : points) {
            if (!numbers.add(point.number())) {
                throw new IllegalArgumentException("point " + point.number() + " comes twice");
            }
        }
    }
}
