package org.hearth.divisions;

/**
 * One administrative division.
 *
 * @param code its code
 * @param name its name as the national statistics write it, e.g. 积石山保安族东乡族撒拉族自治县
 */
public record Division(RegionCode code, String name) {}
