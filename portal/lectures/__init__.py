"""The Seniorenuniversität: semesters, lecturers, fields of civic activity."""
