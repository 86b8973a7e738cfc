//! The addresses of registers.

use crate::base::path::Route;
use crate::model::register::{CATALOGUE, CHECK_UP, COMING, HUB, MATRIX, REVIEWS, Registers, year_route};

/// The addresses that the registers of a site take, with what stands there in Chinese and English.
pub fn taken(registers: &Registers) -> Vec<(Route, &'static str, &'static str)> {
    let fixed = |route: &str| Route::new(route).expect("the addresses of registers are plain");
    let mut taken = Vec::new();
    if registers.of_institutions {
        taken.push((fixed(HUB), "制度管理", "the registers of institutions"));
        taken.push((fixed(CATALOGUE), "现行有效制度目录", "the catalogue in force"));
        taken.push((fixed(CHECK_UP), "制度体检", "the check-up"));
        taken.push((fixed(REVIEWS), "复审安排", "the reviews"));
        let years = registers.years.iter().map(|year| year_route(year.year));
        taken.extend(years.map(|route| (route, "立改废释台账", "the ledger of a year")));
    }
    if registers.of_editions {
        taken.push((fixed(COMING), "即将施行和失效", "what begins and ends soon"));
    }
    if let Some(matrix) = &registers.matrix {
        taken.push((fixed(MATRIX), "案例矩阵", "the matrix of cases"));
        let rows = matrix.rows.iter().map(|row| row.route.clone());
        taken.extend(rows.map(|route| (route, "案例矩阵", "the matrix of cases")));
    }
    taken
}
