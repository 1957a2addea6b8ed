"""Labels (nhãn): what is printed for the boxes and for the scanner, on the web and as PDF."""
