/** The page that the console starts with. */
export const HOME = "dashboard";
