package org.hearth.linkage;

/** Distances between texts of ASCII, the same to the last bit as those of DuckDB. */
final class Distance {

    private static final double WINKLER_FROM = 0.7;
    private static final double WINKLER_WEIGHT = 0.1;
    private static final int WINKLER_LONGEST = 4;

    private Distance() {}

    /** How many characters have to be replaced, left out, added or swapped with a neighbour. */
    static int damerauLevenshtein(String left, String right) {
        int n = left.length();
        int m = right.length();
        int[][] cost = new int[n + 2][m + 2];
        int far = n + m;
        cost[0][0] = far;
        for (int i = 0; i <= n; i++) {
            cost[i + 1][0] = far;
            cost[i + 1][1] = i;
        }
        for (int j = 0; j <= m; j++) {
            cost[0][j + 1] = far;
            cost[1][j + 1] = j;
        }
        int[] lastRow = new int[128];
        for (int i = 1; i <= n; i++) {
            int lastColumn = 0;
            for (int j = 1; j <= m; j++) {
                int row = lastRow[right.charAt(j - 1)];
                int column = lastColumn;
                int replace = 1;
                if (left.charAt(i - 1) == right.charAt(j - 1)) {
                    replace = 0;
                    lastColumn = j;
                }
                cost[i + 1][j + 1] = Math.min(
                        Math.min(cost[i][j] + replace, cost[row][column] + (i - row - 1) + 1 + (j - column - 1)),
                        Math.min(cost[i + 1][j], cost[i][j + 1]) + 1);
            }
            lastRow[left.charAt(i - 1)] = i;
        }
        return cost[n + 1][m + 1];
    }

    /** The similarity of Jaro, raised by Winkler for a common beginning: 0 to 1. */
    static double jaroWinkler(String left, String right) {
        double jaro = jaro(left, right);
        if (jaro <= WINKLER_FROM) {
            return jaro;
        }
        int prefix = 0;
        int longest = Math.min(WINKLER_LONGEST, Math.min(left.length(), right.length()));
        while (prefix < longest && left.charAt(prefix) == right.charAt(prefix)) {
            prefix++;
        }
        return jaro + prefix * WINKLER_WEIGHT * (1 - jaro);
    }

    private static double jaro(String left, String right) {
        int n = left.length();
        int m = right.length();
        if (n == 0 || m == 0) {
            return n == m ? 1 : 0;
        }
        int window = Math.max(0, Math.max(n, m) / 2 - 1);
        boolean[] taken = new boolean[m];
        char[] matched = new char[Math.min(n, m)];
        int matches = 0;
        for (int i = 0; i < n; i++) {
            for (int j = Math.max(0, i - window); j < Math.min(m, i + window + 1); j++) {
                if (!taken[j] && left.charAt(i) == right.charAt(j)) {
                    taken[j] = true;
                    matched[matches++] = left.charAt(i);
                    break;
                }
            }
        }
        if (matches == 0) {
            return 0;
        }
        int outOfOrder = 0;
        int next = 0;
        for (int j = 0; j < m; j++) {
            if (taken[j] && right.charAt(j) != matched[next++]) {
                outOfOrder++;
            }
        }
        double share = matches;
        return (share / n + share / m + (share - outOfOrder / 2) / share) / 3;
    }
}
