/** Pixels left of the plots for the value axis, and right of them. What stands on their time axis keeps to both. */
export const AXIS_WIDTH = 44;
export const MARGIN_RIGHT = 12;
