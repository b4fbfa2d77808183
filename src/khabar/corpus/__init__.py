"""What many coded reports say together: copies, stories, happenings, and in what two reports differ."""
